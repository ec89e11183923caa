import { parseOptions } from "../../convex-authkit/src/command.ts";
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
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      ...{ name: { type: "string" }, apps: { type: "string" } },
      "package-manager": { type: "string" },
      ...{ install: { type: "boolean" }, git: { type: "boolean" } },
      "on-conflict": { type: "string" },
      "deploy-workflows": { type: "boolean", default: false },
      license: { type: "string" },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (more.length > 0) {
    throw new Error(`This makes one project, and was given ${positionals.join(", ")}.`);
  }
  if (folder === "") throw new Error("The folder has no name.");
  const { name, apps, install, git, license, yes, json } = values;
  const chosen = apps?.split(",").flatMap((app) => oneOf("--apps", app, appNames) ?? []);
  return {
    ...{ folder, name, install, git, yes, json },
    apps: chosen && [...new Set(chosen)],
    packageManager: oneOf("--package-manager", values["package-manager"], packageManagerNames),
    onConflict: oneOf("--on-conflict", values["on-conflict"], conflictModes),
    deployWorkflows: values["deploy-workflows"],
    license: oneOf("--license", license, licenses),
    dryRun: values["dry-run"],
  };
}

function oneOf<Value extends string>(
  flag: string,
  value: string | undefined,
  known: readonly Value[],
): Value | undefined {
  const found = known.find((one) => one === value);
  if (found || value === undefined) return found;
  const only = `there ${known.length > 1 ? "are" : "is"} only ${known.join(", ")}`;
  throw new Error(`${flag} is "${value}", and ${only}.`);
}
