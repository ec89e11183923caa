import { appNames, apps, ofEachApp, type AppName } from "@repo/config/apps";
import { parseArgs } from "node:util";

/** Where the WorkOS environment comes from. */
export type WayName =
  | "managed"
  // begin: local services
  | "local"
  // end: local services
  | "existing";

type Way = {
  label: string;
  /** What to do instead of setting up, where nothing has to be. */
  instead?: string;
};

export const ways: Record<WayName, Way> = {
  managed: { label: "One that Convex makes and manages, in a WorkOS team for your Convex team" },
  existing: {
    label: "One that exists in the WorkOS dashboard: you have its client id and API key",
  },
  // begin: local services
  local: {
    label: "None: everything runs on this machine, without any account",
    instead: "npm run dev -- --local starts everything on this machine; nothing has to be set up.",
  },
  // end: local services
};

/** What an existing value is replaced of only when a person agrees. */
const replaceable = ["client-id", "home-page", "webhook-endpoint"] as const;
export type Replaceable = (typeof replaceable)[number];

/** The flag that says where an app is. */
export const urlFlag = (app: AppName) => `${app}-url` as const;

const flags = {
  // begin: local services
  local: { type: "boolean" },
  // end: local services
  managed: { type: "boolean" },
  existing: { type: "boolean" },
  "client-id": { type: "string" },
  prod: { type: "boolean" },
  ...(Object.fromEntries(appNames.map((app) => [urlFlag(app), { type: "string" }])) as Record<
    ReturnType<typeof urlFlag>,
    { type: "string" }
  >),
  "env-file": { type: "string" },
  replace: { type: "string", multiple: true },
  yes: { type: "boolean" },
  "dry-run": { type: "boolean" },
  "no-check": { type: "boolean" },
  help: { type: "boolean" },
} as const;

export type SetupOptions = {
  /** Where the WorkOS environment comes from; asked for when left out. */
  way: WayName | undefined;
  clientId: string | undefined;
  isProduction: boolean;
  /** Origins of the deployed apps. */
  appUrls: Record<AppName, string | undefined>;
  /** A file of variables that choose a self-hosted production deployment. */
  envFile: string | undefined;
  mayReplace: Replaceable[];
  /** Whether the plan is agreed to beforehand. What it replaces is not. */
  yes: boolean;
  dryRun: boolean;
  /** Whether the result is examined. */
  check: boolean;
  help: boolean;
};

/** @throws Error with one sentence when an argument is not known, or two of them contradict */
export function readOptions(args: string[]): SetupOptions {
  const values = parse(args);
  const chosen = (Object.keys(ways) as WayName[]).filter((way) => values[way]);
  if (chosen[1]) {
    throw new Error(`--${chosen[0]} and --${chosen[1]} exclude each other: take one.`);
  }
  const isProduction = values.prod ?? false;
  const forProd = [...appNames.map(urlFlag), "env-file"] as const;
  const onlyForProd = forProd.find((name) => values[name]);
  if (onlyForProd && !isProduction) {
    throw new Error(`--${onlyForProd} is for production: add --prod, or leave it out.`);
  }
  return {
    way: chosen[0],
    clientId: values["client-id"],
    isProduction,
    appUrls: ofEachApp((app) => values[urlFlag(app)]),
    envFile: values["env-file"],
    mayReplace: (values.replace ?? []).map(requireReplaceable),
    yes: values.yes ?? false,
    dryRun: values["dry-run"] ?? false,
    check: !values["no-check"],
    help: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [reason] = (error as Error).message.split(". ");
    throw new Error(
      `${reason}: npm run setup -- --help lists what there is, and secrets come from the environment or a prompt.`,
      { cause: error },
    );
  }
}

function requireReplaceable(name: string): Replaceable {
  const known = replaceable.find((each) => each === name);
  if (known) return known;
  throw new Error(`--replace takes ${replaceable.join(", ")}, and not ${name}.`);
}

export function helpText(): string {
  return `
npm run setup -- [options]

Makes this repository run on a Convex deployment and a WorkOS environment of
your own. Says what it will change before it does, asks for what is missing,
and can be run again: it changes only what differs.

Where the WorkOS environment comes from:
${Object.entries(ways)
  .map(([way, { label }]) => `  --${way.padEnd(21)} ${label}`)
  .join("\n")}

  --client-id <id>        of the existing WorkOS environment; or WORKOS_CLIENT_ID
  --prod                  production, in place of development
${appNames
  .map(
    (app) =>
      `  --${urlFlag(app)} <origin>     of the deployed ${apps[app].name}; or ${apps[app].variables.appUrl}`,
  )
  .join("\n")}
  --env-file <file>       chooses a self-hosted production deployment
  --replace <what>        allows to replace ${replaceable.slice(0, -1).join(", ")}
                          or ${replaceable.at(-1)}; once for each
  --yes                   does not ask whether the plan is right
  --dry-run               only says what it would change
  --no-check              does not run npm run doctor at the end
  --help                  this text

Secrets come from the environment (WORKOS_API_KEY, WORKOS_ACTION_SECRET) or a
hidden prompt: everybody on a machine sees the arguments of its processes.
`;
}
