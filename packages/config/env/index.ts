/** A way to run the project. Local is `npm run dev` without any account. */
export type Way = "local" | "development" | "preview" | "production";

/** An environment variable, as the `variables.ts` of the workspace that reads it describes it. */
export type Variable = {
  /** What it is, as the end of "X is …". */
  is: string;
  secret?: true;
  optional?: true;
  /** For each way to run, by whom or where it is set, as the end of "It is set …". */
  set: Partial<Record<Way, string>>;
  /** What is wrong with a value, as the end of "X …". */
  problem?: (value: string) => string | undefined;
};

export type Variables = Record<string, Variable>;

/** What is inlined into an app, where everybody can read it. */
export type PublicVariables = Record<string, Variable & { secret?: undefined }>;

/** A sentence for each variable that is missing or malformed; it never quotes a value. */
export function findProblems(
  variables: Variables,
  values: Record<string, string | undefined>,
): string[] {
  return Object.entries(variables).flatMap(([name, { is, optional, set, problem }]) => {
    const value = values[name];
    const wrong = value ? problem?.(value) : optional ? undefined : "is not set";
    return wrong ? [`${name} ${wrong}: it is ${is}. ${howSet(set)}`] : [];
  });
}

function howSet({ development, production }: Variable["set"]): string {
  const ways = [
    development && `${development} on this machine`,
    production && `${production} for production`,
  ];
  return `It is set ${ways.filter(Boolean).join(", and ")}.`.replaceAll("`", "");
}

/**
 * Ends the process, with a sentence for each variable that is missing or malformed: for the step
 * that needs them, so that nobody meets the mistake later in a browser.
 */
export function requireVariables(variables: Variables): void {
  const problems = findProblems(variables, process.env);
  if (problems.length === 0) return;
  for (const problem of problems) {
    console.error(`\n✗ ${problem}`);
  }
  console.error("\n  docs/environment.md lists all variables.\n");
  process.exit(1);
}

const matches = (pattern: RegExp, rule: string) => (value: string) =>
  pattern.test(value) ? undefined : rule;

// What is wrong with a value …

export function url(value: string): string | undefined {
  const isUrl = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  return isUrl ? undefined : "has to be a URL that starts with http";
}

export function redirectUri(value: string): string | undefined {
  return (
    url(value) ??
    (new URL(value).pathname === "/callback"
      ? undefined
      : "has to end in /callback, the page that finishes a sign-in")
  );
}

export const startsWith = (prefix: string) =>
  matches(new RegExp(`^${prefix}`), `has to start with ${prefix}`);
export const host = matches(
  /^([\w.-]+|\[[\da-f:]+\])$/i,
  "has to be a host alone, such as auth.example.com",
);
export const port = matches(/^\d+$/, "has to be a number");
export const trueOrFalse = matches(/^(true|false)$/, "has to be true or false");

// Who sets a variable, or where …

const byDev = "by `npm run dev`";
const bySetup = "by `npm run setup`";
const byDeploy = "by `npm run deploy`";
const onHost = "in the settings of the host";
const inDevelopmentFile = "in packages/convex-backend/.env.local";
const toDeploy = "in the environment of `npm run deploy`";

export const setBy = {
  /** Addresses, which the commands know. */
  commands: { local: byDev, development: bySetup, preview: byDeploy, production: byDeploy },
  /** What only the host of an app can know. */
  host: { local: byDev, development: bySetup, preview: onHost, production: onHost },
  /** What points an app to another WorkOS API than api.workos.com. */
  hostOrFile: {
    local: byDev,
    development: inDevelopmentFile,
    preview: onHost,
    production: onHost,
  },
  /** The person or the job that starts a deploy. */
  deployer: { preview: toDeploy, production: toDeploy },
} satisfies Record<string, Variable["set"]>;

/** What the apps read, each under names of its own. */
export const appVariables = {
  convexUrl: {
    is: "the URL of the Convex deployment",
    set: setBy.commands,
    problem: url,
  },
  redirectUri: {
    is: "the redirect URI of this app, its origin and /callback",
    set: setBy.commands,
    problem: redirectUri,
  },
  clientId: {
    is: "the client id of the WorkOS environment",
    set: setBy.host,
    problem: startsWith("client_"),
  },
  workosApiHostname: {
    is: "the custom authentication domain of the WorkOS environment, api.workos.com when not set",
    optional: true,
    set: setBy.hostOrFile,
    problem: host,
  },
  workosApiPort: {
    is: "the port of the WorkOS API",
    optional: true,
    set: setBy.hostOrFile,
    problem: port,
  },
  workosApiHttps: {
    is: "whether the WorkOS API is reached by https",
    optional: true,
    set: setBy.hostOrFile,
    problem: trueOrFalse,
  },
} satisfies PublicVariables;
