import { parseOptions, UsageError } from "../command.ts";
import type { App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";

/** Where the WorkOS environment comes from, and what a person is told of it. */
export const modes = {
  managed: "One that Convex makes and manages, in a WorkOS team for your Convex team",
  existing: "One that exists in the WorkOS dashboard: you have its client id and API key",
  local: "None: everything runs on this machine, without any account",
};

export type Mode = keyof typeof modes;

/** What an existing value is replaced of only when a person agrees. */
const replaceable = ["client-id", "home-page", "webhook-endpoint"] as const;
export type Replaceable = (typeof replaceable)[number];

/** The flag that says where an app is. */
export const urlFlag = ({ name }: App) => `${name}-url`;

export type SetupOptions = {
  /** Asked for when left out. */
  mode: Mode | undefined;
  clientId: string | undefined;
  isProduction: boolean;
  /** Origins of the deployed apps, by their names. */
  appUrls: Record<string, string | undefined>;
  /** A file of variables that choose a self-hosted production deployment. */
  envFile: string | undefined;
  mayReplace: Replaceable[];
  /** Whether the plan is agreed to beforehand. What it replaces is not. */
  yes: boolean;
  dryRun: boolean;
  /** Whether the result is examined. */
  check: boolean;
};

/** @throws UsageError with one sentence when an argument is not known, or two of them contradict */
export function readOptions(args: string[], { apps }: Project): SetupOptions {
  const urlFlags = Object.fromEntries(
    apps.map((app) => [urlFlag(app), { type: "string" }] as const),
  );
  const values = parse(args, urlFlags);
  /** The types do not know the flags of the apps. */
  const textOf = (flag: string) => (values as Record<string, unknown>)[flag] as string | undefined;
  const [mode, other] = (Object.keys(modes) as Mode[]).filter((each) => values[each]);
  if (other) throw new UsageError(`--${mode} and --${other} exclude each other: take one.`);
  const onlyForProd = [...Object.keys(urlFlags), "env-file"].find(textOf);
  if (onlyForProd && !values.prod) {
    throw new UsageError(`--${onlyForProd} is for production: add --prod, or leave it out.`);
  }
  return {
    mode,
    clientId: values["client-id"],
    isProduction: values.prod,
    appUrls: Object.fromEntries(apps.map((app) => [app.name, textOf(urlFlag(app))])),
    envFile: values["env-file"],
    mayReplace: values.replace.map(requireReplaceable),
    yes: values.yes,
    dryRun: values["dry-run"],
    check: !values["no-check"],
  };
}

const flags = {
  local: { type: "boolean" },
  managed: { type: "boolean" },
  existing: { type: "boolean" },
  "client-id": { type: "string" },
  prod: { type: "boolean", default: false },
  "env-file": { type: "string" },
  replace: { type: "string", multiple: true, default: [] as string[] },
  yes: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  "no-check": { type: "boolean", default: false },
} as const;

function parse(args: string[], urlFlags: Record<string, { type: "string" }>) {
  try {
    return parseOptions({ args, options: { ...urlFlags, ...flags } }).values;
  } catch (error) {
    const { message } = error as UsageError;
    throw new UsageError(`${message} Secrets come from the environment or a prompt.`, {
      cause: error,
    });
  }
}

function requireReplaceable(name: string): Replaceable {
  const known = replaceable.find((each) => each === name);
  if (known) return known;
  throw new UsageError(`--replace takes ${replaceable.join(", ")}, and not ${name}.`);
}

export const helpText = `Usage: convex-authkit setup [options]

Makes this project run on a Convex deployment and a WorkOS environment of your own. Says what it will
change before it does, asks for what is missing, and can be run again: it changes only what differs.

Where the WorkOS environment comes from:
${Object.entries(modes)
  .map(([mode, label]) => `  --${mode.padEnd(16)} ${label}`)
  .join("\n")}

  --client-id <id>   of the existing WorkOS environment; or WORKOS_CLIENT_ID. An app with a WorkOS
                     application of its own has its client id in the variable that it reads
  --prod             production, in place of development
  --<app>-url <url>  the origin of a deployed app, by the name of its folder; or the variable that
                     convex.json names for it
  --env-file <file>  chooses a self-hosted production deployment
  --replace <what>   allows to replace ${replaceable.slice(0, -1).join(", ")} or ${replaceable.at(-1)}; once for each
  --yes              does not ask whether the plan is right
  --dry-run          only says what it would change
  --no-check         does not run the doctor at the end

Secrets come from the environment (WORKOS_API_KEY, WORKOS_ACTION_SECRET) or a hidden prompt: everybody
on a machine sees the arguments of its processes.`;
