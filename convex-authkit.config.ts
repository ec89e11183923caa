import { defineConfig } from "convex-authkit";
import { roles } from "./packages/convex-backend/roles.ts";
import { webhookEvents } from "./packages/convex-backend/webhookEvents.ts";

/** What `npm run dev`, `setup` and `doctor` cannot read off the project's other files. */
export default defineConfig({
  webhookEvents,
  roles,
  identityQuery: "account:current",
  reconcile: { compare: "reconcile:compare", run: "reconcile:run" },
  deploymentVariables: {
    ADMIN_ORGANIZATION_ID: {
      is: "the id of the WorkOS organization whose admins administer this app; without it nobody does",
      prefix: "org_",
      local: "org_local_admins",
    },
  },
  local: {
    people: [
      { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
      { email: "grace@example.com", firstName: "Grace", lastName: "Hopper" },
    ],
    organizations: [
      {
        id: "org_local_admins",
        name: "Admins of Tandem",
        members: [{ email: "ada@example.com", role: "admin" }],
      },
    ],
  },
});
