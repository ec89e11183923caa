import { basename, resolve } from "node:path";
import type { ConflictMode, Options } from "./options.ts";
import { findCaller, findPackageManager, type PackageManager } from "./package-managers.ts";
import { findNameProblem } from "./project-name.ts";
import { askApps, askConflict, askFolder, askPackageManager, askYesOrNo } from "./questions.ts";
import { appNames, type App } from "./apps.ts";
import { describeConflict, incrementFolder, listContent } from "./target.ts";

/** All that is to be known before anything is made. */
export type Answers = {
  /** As it was given, relative to the current folder or not. */
  folder: string;
  name: string;
  apps: App[];
  packageManager: PackageManager;
  install: boolean;
  git: boolean;
  onConflict: ConflictMode;
  deployWorkflows: boolean;
  license: Options["license"];
};

type Circumstances = {
  /** Whether there is a terminal with a person to ask. */
  canAsk: boolean;
};

const defaultFolder = "my-app";

/**
 * What the flags answer, and for the rest the defaults with `--yes`, or else the person.
 *
 * @throws Error with one sentence when nobody can be asked, or an answer is not possible
 */
export async function findAnswers(options: Options, { canAsk }: Circumstances): Promise<Answers> {
  const caller = findCaller(process.env.npm_config_user_agent);
  if (!options.yes && !canAsk) requireAnswers(options, caller);
  const ask = async <Answer>(
    answer: Answer | undefined,
    byDefault: Answer,
    question: () => Promise<Answer>,
  ) => answer ?? (options.yes ? byDefault : question());

  const given = await ask(options.folder, defaultFolder, () =>
    askFolder(defaultFolder, (folder) =>
      options.name === undefined ? findNameProblem(nameOf(folder)) : undefined,
    ),
  );
  const { folder, onConflict } = await settleConflict(given, options, canAsk);
  const name = options.name ?? nameOf(folder);
  const problem = findNameProblem(name);
  if (problem) throw new Error(problem);

  const apps = await ask(options.apps, [...appNames], askApps);
  const manager = await ask(options.packageManager ?? caller?.name, "npm", askPackageManager);
  const packageManager = findPackageManager(manager, caller);
  const install = await ask(options.install, true, () =>
    askYesOrNo(`Install what it needs, with ${manager}?`),
  );
  const git = await ask(options.git, true, () =>
    askYesOrNo("Make a git repository with a first commit?"),
  );
  const { deployWorkflows, license } = options;
  return {
    ...{ folder, name, apps, packageManager, install, git, onConflict },
    ...{ deployWorkflows, license },
  };
}

function nameOf(folder: string): string {
  return basename(resolve(folder));
}

function requireAnswers(options: Options, caller: PackageManager | undefined) {
  const missing = [
    options.folder === undefined && "the folder",
    options.apps === undefined && "--apps",
    options.packageManager === undefined && !caller && "--package-manager",
    options.install === undefined && "--install or --no-install",
    options.git === undefined && "--git or --no-git",
  ].filter((flag) => flag !== false);
  if (missing.length === 0) return;
  throw new Error(
    `There is nobody to ask: say ${missing.join(", ")}, or --yes for the default of all that is not said.`,
  );
}

async function settleConflict(folder: string, options: Options, canAsk: boolean) {
  const content = listContent(folder);
  if (content.length === 0) return { folder, onConflict: options.onConflict ?? "error" };
  const onConflict =
    options.onConflict ?? (canAsk && !options.yes ? await askConflict(folder, content) : "error");
  if (onConflict === "error") throw new Error(describeConflict(folder, content));
  return onConflict === "increment"
    ? { folder: incrementFolder(folder), onConflict: "error" as const }
    : { folder, onConflict };
}
