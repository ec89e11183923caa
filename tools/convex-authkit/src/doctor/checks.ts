import type { Project } from "../project/project.ts";
import { appChecks } from "./apps.ts";
import type { Check } from "./check.ts";
import { deploymentChecks } from "./deployment.ts";
import { endpointChecks } from "./endpoints.ts";
import { projectChecks } from "./project.ts";
import { secretChecks } from "./secrets.ts";
import { sessionSizeChecks } from "./session-size.ts";
import { signInChecks } from "./sign-in.ts";
import { userChecks } from "./users.ts";
import { workosChecks } from "./workos.ts";

/** All checks of a project, in the order in which they are shown. */
export function checksOf(project: Project): Check[] {
  return [
    ...projectChecks,
    ...deploymentChecks,
    ...workosChecks(project),
    ...sessionSizeChecks(project),
    ...endpointChecks(project),
    ...appChecks(project),
    ...secretChecks(project),
    ...userChecks(project),
    ...signInChecks(project),
  ];
}
