/** The domain of an email address, then its parents: `mail.example.com`, `example.com`, `com`. */
export function domainAndParentsOf(email: string): string[] | null {
  const labels = normalizeDomain(email.slice(email.lastIndexOf("@") + 1))?.split(".");
  return labels?.map((_label, index) => labels.slice(index).join(".")) ?? null;
}

/**
 * A domain as rules are written and looked up: the one spelling, in Punycode, that browsers and mail
 * servers make of all others. `null` if it is no domain.
 */
export function normalizeDomain(domain: string): string | null {
  const spelled = domain.trim();
  // What a URL would take for something else than the name of its host.
  if (/[\s/\\?#@:%]/.test(spelled)) return null;
  try {
    const ascii = new URL(`http://${spelled}`).hostname.replace(/\.$/, "");
    return ascii.length < 254 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(ascii) ? ascii : null;
  } catch {
    return null;
  }
}

/** An email address as rules are written and looked up; `null` if its domain is none. */
export function normalizeEmail(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = normalizeDomain(email.slice(at + 1));
  if (at < 1 || domain === null) return null;
  return `${email.slice(0, at).trim().normalize("NFKC").toLowerCase()}@${domain}`;
}

/** The domains of the variable `BLOCKED_EMAIL_DOMAINS`, a comma-separated list. */
export function domainsIn(list = ""): string[] {
  const entries = list.split(",").filter((entry) => entry.trim() !== "");
  return entries.map((entry) => {
    const domain = normalizeDomain(entry);
    // To pass over it would let in whom it is there to keep out.
    if (domain !== null) return domain;
    throw new Error(
      `BLOCKED_EMAIL_DOMAINS has "${entry.trim()}", which is not a domain: write it as example.com.`,
    );
  });
}
