/**
 * The blocked domain that an email address belongs to (itself or by a parent domain), if any.
 *
 * @param blockedDomains comma-separated, as in the deployment variable `BLOCKED_EMAIL_DOMAINS`
 */
export function blockedDomainOf(email: string, blockedDomains = ""): string | undefined {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return blockedDomains
    .split(",")
    .map((blocked) => blocked.trim().toLowerCase())
    .filter((blocked) => blocked !== "")
    .find((blocked) => domain === blocked || domain.endsWith(`.${blocked}`));
}
