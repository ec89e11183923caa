import { api } from "../convex/_generated/api";
import { claimsIn, startBackend, workosMembership, workosUser } from "./setup";
import { stubWorkOS } from "./workosApi";

/** Ada, who has created an organization, and Grace, who has joined it as a member. */
export async function startOrganization() {
  const backend = startBackend();
  const workos = stubWorkOS();
  for (const name of ["ada", "grace"]) {
    const fields = { id: `user_${name}`, email: `${name}@example.com`, first_name: name };
    await backend.sendEvent("user.created", workosUser({ ...fields, last_name: null }));
  }
  const withoutOrganization = backend.withIdentity({ subject: "user_ada" });
  const organizationId = await withoutOrganization.action(api.organizations.create, {
    name: " Acme ",
  });
  const joined = workosMembership({ user_id: "user_grace", organization_id: organizationId });
  workos.memberships.push(joined);
  await backend.sendEvent("organization_membership.created", joined);
  const as = (name: string, role: "admin" | "member" = "member") =>
    backend.withIdentity(claimsIn(organizationId, `user_${name}`, role));
  const ada = as("ada", "admin");
  const membershipIdOf = async (name: string) => {
    const paginationOpts = { numItems: 10, cursor: null };
    const { page } = await ada.query(api.members.list, { paginationOpts });
    return page.find((member) => member.name === name)!.membershipId;
  };
  return { backend, workos, organizationId, as, ada, grace: as("grace"), membershipIdOf };
}
