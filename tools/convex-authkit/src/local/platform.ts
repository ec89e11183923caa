import { mkdirSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, styleText } from "node:util";
import { requireFreePort } from "../process/ports.ts";
import { readConvexJson, type ConvexJson } from "../project/convex-json.ts";
import type { Project } from "../project/project.ts";
import type { Platform, ShowLine } from "../run.ts";
import { makeConvexProject, writeConvexJson } from "./convex-project.ts";
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
  const convexProject = makeConvexProject(join(stateDirectory, "convex-project"), project);
  const stopWatching = followConvexJson(project, convexProject, onLog);
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
      directory: convexProject,
      variables: stack.cliVariables,
    },
    variablesOf: (app) => stack.variablesOf(app),
    ended: stack.convex.exited,
    stop() {
      stopWatching();
      return stack.stop();
    },
  };
}

/**
 * Takes changes of convex.json over into the folder that the Convex CLI works in, but for those that
 * need a new start: the services and the apps know their addresses from it.
 *
 * @returns how to stop that
 */
function followConvexJson(
  { backend, packageManager }: Project,
  directory: string,
  onLog: ShowLine,
) {
  const startsWith = ({ authKit, functions }: ConvexJson) => ({ authKit, functions });
  let last = JSON.stringify(backend.convexJson);
  const watcher = watch(backend.folder, { persistent: false }, (_event, file) => {
    if (file !== "convex.json") return;
    const changed = readIfWhole(backend.folder);
    if (!changed || JSON.stringify(changed) === last) return;
    last = JSON.stringify(changed);
    if (isDeepStrictEqual(startsWith(changed), startsWith(backend.convexJson)))
      writeConvexJson(directory, backend, changed);
    else
      onLog(
        "dev",
        `convex.json has changed: stop this with Ctrl-C and run ${packageManager.run("dev")} again, so that the apps and the local WorkOS follow.`,
      );
  });
  return () => watcher.close();
}

/** A convex.json, or nothing while somebody is writing it. */
function readIfWhole(folder: string): ConvexJson | undefined {
  try {
    return readConvexJson(folder);
  } catch {
    return undefined;
  }
}
