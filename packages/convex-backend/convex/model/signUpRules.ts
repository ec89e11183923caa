import type { Doc } from "../_generated/dataModel";
import { env, type QueryCtx } from "../_generated/server";
import { textIn } from "./convexValues";
import { refusal } from "./errors";

type RuleKind = Doc<"signUpRules">["kind"];
type Rule = { kind: RuleKind; value: string };
type Person = { email: string; workosId: string };

/**
 * Why somebody may not sign up, as a sentence for them; `null` if they may. Each rule only keeps
 * people out: blocked domains with their subdomains, of the table and of `BLOCKED_EMAIL_DOMAINS`;
 * blocked people; with allowed domains, all others; with invitationOnly, people without an invitation.
 */
export async function whyNotSignUp(
  ctx: QueryCtx,
  { email, isInvited }: { email: string; isInvited: boolean },
): Promise<string | null> {
  const domains = domainAndParentsOf(email);
  if (!domains || (await isBlockedPerson(ctx, { email }))) {
    return "Sign-ups with this email address are not allowed.";
  }
  const blocked = await findDomainRule(ctx, "blockedDomain", domains);
  if (blocked !== null) return `Sign-ups with a ${blocked} email address are not allowed.`;
  const isAllowed = await findDomainRule(ctx, "allowedDomain", domains);
  if (isAllowed === null && (await findRule(ctx, "allowedDomain"))) {
    return `Sign-ups with a ${domains[0]} email address are not allowed.`;
  }
  if (!isInvited && (await findRule(ctx, "invitationOnly"))) {
    return "Sign-ups are by invitation only.";
  }
  return null;
}

/** Why somebody may not sign in. Only blocks count here: the other rules are about who joins. */
export async function whyNotSignIn(ctx: QueryCtx, person: Person): Promise<string | null> {
  const domains = domainAndParentsOf(person.email);
  // No rule knows somebody without an id, and each would allow them.
  if (!domains || !textIn(person.workosId)) {
    return "Sign-ins with this email address are not allowed.";
  }
  const blocked = await findDomainRule(ctx, "blockedDomain", domains);
  if (blocked !== null) return `Sign-ins with a ${blocked} email address are not allowed.`;
  return (await isBlockedPerson(ctx, person)) ? "Your account is blocked." : null;
}

export async function isBlockedPerson(
  ctx: QueryCtx,
  { email, workosId }: { email: string; workosId?: string },
): Promise<boolean> {
  for (const value of [normalizeEmail(email), workosId]) {
    if (value && (await findRule(ctx, "blockedPerson", value))) return true;
  }
  return false;
}

/** @throws ConvexError if a rule keeps out the admin who makes it: there may be nobody to lift it */
export function requireOthers({ kind, value }: Rule, admin: Person): void {
  const { workosId, email } = admin;
  const own = [workosId, normalizeEmail(email), ...(domainAndParentsOf(email) ?? [])];
  if (kind !== "allowedDomain" && own.includes(value)) {
    throw refusal("invalid", "You cannot block yourself.");
  }
}

export function rulesOf(ctx: QueryCtx, kind: RuleKind, value?: string) {
  return ctx.db
    .query("signUpRules")
    .withIndex("by_kind_and_value", (q) =>
      value === undefined ? q.eq("kind", kind) : q.eq("kind", kind).eq("value", value),
    );
}

export async function findRule(ctx: QueryCtx, kind: RuleKind, value?: string) {
  return await rulesOf(ctx, kind, value).first();
}

async function findDomainRule(
  ctx: QueryCtx,
  kind: "blockedDomain" | "allowedDomain",
  domains: string[],
): Promise<string | null> {
  const always = kind === "blockedDomain" ? domainsIn(env.BLOCKED_EMAIL_DOMAINS) : [];
  for (const domain of domains) {
    if (always.includes(domain) || (await findRule(ctx, kind, domain))) return domain;
  }
  return null;
}

export function normalizeRule(kind: RuleKind, value: string): Rule {
  if (kind === "invitationOnly") return { kind, value: "" };
  if (kind === "blockedPerson") {
    // WorkOS user ids have capitals, email addresses are compared without.
    const person = value.includes("@") ? normalizeEmail(value) : value.trim();
    if (!person || !/^(?:[^\s@]+@[^\s@]+|user_\w+)$/.test(person)) {
      throw refusal("invalid", "Type an email address or a WorkOS user ID.");
    }
    return { kind, value: person };
  }
  const domain = normalizeDomain(value);
  if (domain === null) throw refusal("invalid", "Type a domain such as example.com.");
  return { kind, value: domain };
}

/** The domain of an email address, then its parents: `mail.example.com`, `example.com`, `com`. */
export function domainAndParentsOf(email: string): string[] | null {
  const labels = normalizeDomain(email.slice(email.lastIndexOf("@") + 1))?.split(".");
  return labels?.map((_label, index) => labels.slice(index).join(".")) ?? null;
}

/** A domain in its one spelling, in Punycode, which URLs have too; `null` if it is none. */
function normalizeDomain(domain: string): string | null {
  const spelled = domain.trim();
  // A URL takes these for something else than the name of its host.
  if (/[\s/\\?#@:%]/.test(spelled)) return null;
  try {
    const ascii = new URL(`http://${spelled}`).hostname.replace(/\.$/, "");
    return ascii.length < 254 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(ascii) ? ascii : null;
  } catch {
    return null;
  }
}

/** An email address in its one spelling; `null` if its domain is none. */
export function normalizeEmail(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = normalizeDomain(email.slice(at + 1));
  if (at < 1 || domain === null) return null;
  return `${email.slice(0, at).trim().normalize("NFKC").toLowerCase()}@${domain}`;
}

export function domainsIn(list = ""): string[] {
  const entries = list.split(",").filter((entry) => entry.trim() !== "");
  return entries.map((entry) => {
    const domain = normalizeDomain(entry);
    // To pass over it would let in whom it is there to keep out.
    if (domain !== null) return domain;
    throw new Error(`BLOCKED_EMAIL_DOMAINS has "${entry.trim()}": write a domain as example.com.`);
  });
}
