/** The domain of an email address, then its parents: `mail.example.com`, `example.com`, `com`. */
export function domainAndParentsOf(email: string): string[] {
  const domain = normalizeDomain(email.slice(email.lastIndexOf("@") + 1));
  const labels = domain.split(".");
  return labels.map((_label, index) => labels.slice(index).join("."));
}

/** A domain as rules are written and looked up. */
export function normalizeDomain(domain: string): string {
  return domain.trim().toLowerCase().replace(/\.$/, "");
}

/** An email address as rules are written and looked up. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The domains of a comma-separated list, as in the variable `BLOCKED_EMAIL_DOMAINS`. */
export function domainsIn(list = ""): string[] {
  return list
    .split(",")
    .map(normalizeDomain)
    .filter((domain) => domain !== "");
}
