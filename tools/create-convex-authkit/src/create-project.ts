import { relative, resolve } from "node:path";
import type { Answers } from "./answers.ts";
import { explain } from "./explain.ts";
import { makeFirstCommit } from "./first-commit.ts";
import { createCommand, type PackageManager } from "./package-managers.ts";
import { runCommand } from "./run-command.ts";
import { shapeProject } from "./shape-project.ts";
import { findReplaced } from "./target.ts";
import type { Template } from "./template.ts";
import { ProjectFolder } from "./write-project.ts";

type Context = {
  dryRun: boolean;
  /** Of this package. */
  version: string;
  say: (line: string) => void;
  signal: AbortSignal;
};

/** What programs read, too. */
export type Result = Pick<Answers, "folder" | "name" | "apps" | "packageManager"> & {
  /** Whether nothing was written. */
  dryRun: boolean;
  files: string[];
  /** What was there and is not any longer. */
  replaced: string[];
  installed: boolean;
  committed: boolean;
  /** Makes the same project again. */
  command: string;
};

/**
 * Makes the project.
 *
 * @throws Error when it could not; then all is as it was before. A project whose dependencies could
 *   not be installed stays.
 */
export async function createProject(
  template: Template,
  answers: Answers,
  { dryRun, version, say, signal }: Context,
): Promise<Result> {
  const { name, apps, packageManager, onConflict } = answers;
  const folder = resolve(answers.folder);
  const files = shapeProject(template, { ...answers, templateVersion: version });
  const replaced = findReplaced(folder, onConflict, files);
  const result: Result = {
    ...{ folder, name, apps, packageManager, dryRun, replaced },
    ...{ installed: false, committed: false },
    files: [...files.keys()],
    command: createCommand(packageManager, version, flagsOf(answers)),
  };
  if (dryRun) {
    say([...result.files, "", describeSize(result, "would be made")].join("\n"));
    say(`To make it: ${result.command}`);
    return result;
  }

  const projectFolder = new ProjectFolder(folder);
  let installProblem: string | undefined;
  try {
    await projectFolder.write(files, replaced, signal);
    say(`✓ ${describeSize(result, "made")}`);
    if (answers.install) {
      installProblem = await install(packageManager, folder, { say, signal });
      result.installed = installProblem === undefined;
    }
    if (answers.git) {
      const noCommit = await makeFirstCommit(folder, signal);
      result.committed = noCommit === undefined;
      say(noCommit ?? "✓ A first commit on main");
    }
    signal.throwIfAborted();
  } catch (error) {
    await projectFolder.undo();
    throw error;
  }
  await projectFolder.keep();
  if (installProblem !== undefined) throw new Error(installProblem);
  sayNextSteps(result, say);
  return result;
}

async function install(
  { name }: PackageManager,
  folder: string,
  { say, signal }: Pick<Context, "say" | "signal">,
): Promise<string | undefined> {
  say(`Installing with ${name} …`);
  const start = Date.now();
  const sayTime = () => process.stdout.write(`\r${Math.round((Date.now() - start) / 1_000)} s\r`);
  const timer = process.stdout.isTTY ? setInterval(sayTime, 1_000) : undefined;
  try {
    await runCommand(`${name} install`, { cwd: folder, signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return `The project is in ${folder}, but ${name} install failed there: run it again. It said:\n${explain(error)}`;
  } finally {
    clearInterval(timer);
  }
}

function describeSize({ files, folder, replaced }: Result, what: string): string {
  const gone = replaced.length > 0 ? `, in place of ${replaced.join(", ")}` : "";
  return `${files.length} files ${what} in ${folder}${gone}`;
}

function sayNextSteps(
  { folder, packageManager: { name }, installed, command }: Result,
  say: Context["say"],
) {
  const path = relative("", folder);
  const steps = [
    ...(path ? [`cd ${path}`] : []),
    ...(installed ? [] : [`${name} install`]),
    `${name} run dev`,
  ];
  say(`\nNow:\n\n${steps.map((step) => `  ${step}`).join("\n")}\n\nThe same again: ${command}`);
}

function flagsOf({ folder, name, apps, packageManager, install, git, ...answers }: Answers) {
  const { onConflict, deployWorkflows, license } = answers;
  return [
    ...[folder, "--name", name, "--apps", apps.join(",")],
    ...["--package-manager", packageManager.name],
    ...[install ? "--install" : "--no-install", git ? "--git" : "--no-git"],
    ...(onConflict === "error" ? [] : ["--on-conflict", onConflict]),
    ...(deployWorkflows ? ["--deploy-workflows"] : []),
    ...(license ? ["--license", license] : []),
  ];
}
