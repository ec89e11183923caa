import { parseArgs } from "node:util";
import { packageManagerNames, type PackageManagerName } from "./package-managers.ts";
import { appNames, type App } from "./apps.ts";

export const conflictModes = ["error", "merge", "overwrite", "increment"] as const;
/** What becomes of a folder that is not empty. */
export type ConflictMode = (typeof conflictModes)[number];

export const licenses = ["mit"] as const;

/** What the command line says; what it does not say is undefined. */
export type Options = {
  folder?: string;
  name?: string;
  apps?: App[];
  packageManager?: PackageManagerName;
  install?: boolean;
  git?: boolean;
  onConflict?: ConflictMode;
  deployWorkflows: boolean;
  license?: (typeof licenses)[number];
  yes: boolean;
  dryRun: boolean;
  json: boolean;
};

/** @throws Error with one sentence when an argument is not of this command */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parse(args);
  const [folder, ...more] = positionals;
  if (more.length > 0) {
    throw new Error(`This makes one project, and was given ${positionals.join(", ")}.`);
  }
  if (folder === "") throw new Error("The folder has no name.");
  return {
    folder,
    name: values.name,
    apps: values.apps
      ?.split(",")
      .map((app) => requireOneOf("--apps", app, appNames))
      .filter((app, index, apps) => apps.indexOf(app) === index),
    packageManager: oneOf("--package-manager", values["package-manager"], packageManagerNames),
    install: values.install,
    git: values.git,
    onConflict: oneOf("--on-conflict", values["on-conflict"], conflictModes),
    deployWorkflows: values["deploy-workflows"],
    license: oneOf("--license", values.license, licenses),
    yes: values.yes,
    dryRun: values["dry-run"],
    json: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        name: { type: "string" },
        apps: { type: "string" },
        "package-manager": { type: "string" },
        install: { type: "boolean" },
        git: { type: "boolean" },
        "on-conflict": { type: "string" },
        "deploy-workflows": { type: "boolean", default: false },
        license: { type: "string" },
        yes: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    // Node goes on to say how to give an argument that starts with a dash.
    const [sentence] = (error as Error).message.split(/\.? *\n|\. /);
    throw new Error(`${sentence}: --help says what there is.`, { cause: error });
  }
}

function oneOf<Value extends string>(
  flag: string,
  value: string | undefined,
  known: readonly Value[],
): Value | undefined {
  return value === undefined ? undefined : requireOneOf(flag, value, known);
}

function requireOneOf<Value extends string>(
  flag: string,
  value: string,
  known: readonly Value[],
): Value {
  const found = known.find((one) => one === value);
  if (!found) {
    throw new Error(
      `${flag} is "${value}", and there ${known.length > 1 ? "are" : "is"} only ${known.join(", ")}.`,
    );
  }
  return found;
}
