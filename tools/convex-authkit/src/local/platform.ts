import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { requireFreePort } from "../process/ports.ts";
import type { Project } from "../project/project.ts";
import type { Platform, ShowLine } from "../run.ts";
import { makeConvexProject } from "./convex-project.ts";
import type { ServicePorts } from "./ports.ts";
import { startStack } from "./stack.ts";

/** Starts both services on this machine, for the backend and the apps to run on. */
export async function startLocalPlatform(
  project: Project,
  ports: ServicePorts,
  onLog: ShowLine,
): Promise<Platform> {
  const orElse = "or choose another under local.ports in convex-authkit.config.ts";
  await requireFreePort(ports.convex, "the local Convex deployment", orElse);
  await requireFreePort(ports.convexSite, "its HTTP actions", orElse);
  await requireFreePort(ports.workos, "the local WorkOS", orElse);
  const folder = join(project.root, ".local");
  const stateDirectory = join(folder, "dev");
  mkdirSync(stateDirectory, { recursive: true });
  writeFileSync(join(folder, ".gitignore"), "*\n");
  const stack = await startStack({ project, ports, stateDirectory, withPeople: true, onLog });
  const emails = (project.config.local?.people ?? []).map(({ email }) => email);
  return {
    title: "Everything runs on this machine, without any account.",
    rows: [
      ["WorkOS inbox", `${styleText("cyan", stack.workos.url)}: people, webhooks and actions`],
      [
        "Sign in as",
        emails.length > 0 ? `${emails.join(" or ")}, or sign up as anybody` : "anybody: sign up",
      ],
      [
        "The backend",
        `${project.pathOf(project.backend.functions)}: save a file there, and the apps follow`,
      ],
      ["Your data", `${project.pathOf(stateDirectory)}: delete it to start afresh`],
    ],
    convexProject: {
      directory: makeConvexProject(join(stateDirectory, "convex-project"), project),
      variables: stack.cliVariables,
    },
    variablesOf: (app) => stack.variablesOf(app),
    ended: stack.convex.exited,
    stop: () => stack.stop(),
  };
}
