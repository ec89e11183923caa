import { appChecks } from "./apps.ts";
import type { Check } from "./check.ts";
import { deploymentChecks } from "./deployment.ts";
import { endpointChecks } from "./endpoints.ts";
import { peopleChecks } from "./people.ts";
import { projectChecks } from "./project.ts";
import { secretChecks } from "./secrets.ts";
// begin: users table
import { usersTableChecks } from "./users-table.ts";
// end: users table
import { workosChecks } from "./workos.ts";

/** All checks, in the order in which they are shown. */
export const checks: Check[] = [
  ...projectChecks,
  ...deploymentChecks,
  ...workosChecks,
  ...endpointChecks,
  ...appChecks,
  ...secretChecks,
  // begin: users table
  ...usersTableChecks,
  // end: users table
  ...peopleChecks,
];
