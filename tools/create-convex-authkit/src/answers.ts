import { basename, resolve } from "node:path";
import type { Options } from "./options.ts";
import { findCaller, findPackageManager, type PackageManager } from "./package-managers.ts";
import { findNameProblem } from "./project-name.ts";
import { ask } from "./questions.ts";
import { appNames } from "./apps.ts";
import { describeConflict, incrementFolder, listContent } from "./target.ts";

/** All that is to be known before anything is made. */
export type Answers = Pick<Options, "deployWorkflows" | "license"> &
  Required<Pick<Options, "folder" | "name" | "apps" | "install" | "git" | "onConflict">> & {
    packageManager: PackageManager;
  };

const defaultFolder = "my-app";

/**
 * What the flags answer, and for the rest the defaults with `--yes`, or else the person.
 *
 * @param canAsk whether there is a terminal with a person to ask
 * @throws Error with one sentence when nobody can be asked, or an answer is not possible
 */
export async function findAnswers(options: Options, canAsk: boolean): Promise<Answers> {
  const caller = findCaller(process.env.npm_config_user_agent);
  if (!options.yes && !canAsk) requireAnswers(options, caller);
  const settle = async <Answer>(
    answer: Answer | undefined,
    byDefault: Answer,
    question: () => Promise<Answer>,
  ) => answer ?? (options.yes ? byDefault : question());

  const given = await settle(options.folder, defaultFolder, () =>
    ask.folder(defaultFolder, (folder) =>
      options.name === undefined ? findNameProblem(nameOf(folder)) : undefined,
    ),
  );
  const { folder, onConflict } = await settleConflict(given, options, canAsk);
  const name = options.name ?? nameOf(folder);
  const problem = findNameProblem(name);
  if (problem) throw new Error(problem);

  const apps = await settle(options.apps, [...appNames], () => ask.apps());
  const manager = await settle(options.packageManager ?? caller?.name, "npm", () =>
    ask.packageManager(),
  );
  const packageManager = findPackageManager(manager, caller);
  const install = await settle(options.install, true, () =>
    ask.yesOrNo(`Install what it needs, with ${manager}?`),
  );
  const git = await settle(options.git, true, () =>
    ask.yesOrNo("Make a git repository with a first commit?"),
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
    options.onConflict ?? (canAsk && !options.yes ? await ask.conflict(folder, content) : "error");
  if (onConflict === "error") throw new Error(describeConflict(folder, content));
  return onConflict === "increment"
    ? { folder: incrementFolder(folder), onConflict: "error" as const }
    : { folder, onConflict };
}
