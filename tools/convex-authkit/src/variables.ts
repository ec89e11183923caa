import type { DeploymentVariable } from "./config.ts";
import type { Values } from "./own-platform.ts";
import type { Project } from "./project/project.ts";

type Variable = Pick<DeploymentVariable, "is" | "secret" | "prefix"> & {
  /** How long its value is at least. */
  length?: number;
  isUrl?: boolean;
  isHost?: boolean;
};

/** What the AuthKit SDKs, the AuthKit component and the Convex CLI read, under these names. */
const wellKnown: Record<string, Variable> = {
  WORKOS_CLIENT_ID: { is: "the client id of the WorkOS environment", prefix: "client_" },
  WORKOS_API_KEY: { is: "the API key of the WorkOS environment", prefix: "sk_", secret: true },
  WORKOS_COOKIE_PASSWORD: {
    is: "the password that the session cookie is sealed with; make one with openssl rand -base64 32",
    length: 32,
    secret: true,
  },
  WORKOS_OTHER_CLIENT_IDS: {
    is: "the client ids of other applications in that environment, separated by commas",
    prefix: "client_",
  },
  WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain, without which browsers that block third-party cookies sign people out on reload",
    isHost: true,
  },
  WORKOS_WEBHOOK_SECRET: { is: "the secret of the webhook endpoint", secret: true },
  WORKOS_ACTION_SECRET: { is: "the secret of the action endpoint", secret: true },
  CONVEX_URL: { is: "the URL of the development deployment", isUrl: true },
  CONVEX_SITE_URL: { is: "the URL of that deployment's HTTP actions", isUrl: true },
  CONVEX_SELF_HOSTED_URL: { is: "the URL of the self-hosted deployment", isUrl: true },
  CONVEX_SELF_HOSTED_ADMIN_KEY: { is: "the admin key of the self-hosted deployment", secret: true },
  CONVEX_DEPLOY_KEY: { is: "a deploy key, from the Convex dashboard", secret: true },
  CONVEX_DEPLOYMENT_TOKEN: { is: "another name of CONVEX_DEPLOY_KEY", secret: true },
  E2E_PASSWORD: { is: "the password of the test user", secret: true },
};

/** What is known of a variable, of the project's own too, and whether it has an app's prefix or not. */
export function findVariable({ config, apps }: Project, name: string): Variable | undefined {
  const prefix = apps.map(({ publicPrefix }) => publicPrefix).find((each) => name.startsWith(each));
  const table: Record<string, Variable> = { ...config.deploymentVariables, ...wellKnown };
  return table[name] ?? (prefix === undefined ? undefined : table[name.slice(prefix.length)]);
}

/** What is wrong with a value, as the end of "X …". */
export function problemWith(project: Project, name: string, value: string): string | undefined {
  const { prefix, length, isUrl, isHost } = findVariable(project, name) ?? {};
  if (prefix && !value.startsWith(prefix)) return `has to start with ${prefix}`;
  if (length && value.length < length) return `has to be at least ${length} characters long`;
  if (isUrl && !/^https?:$/.test(URL.parse(value)?.protocol ?? "")) {
    return "has to be a URL that starts with http";
  }
  if (isHost && !/^[\w.-]+$/.test(value)) return "has to be a host alone, such as auth.example.com";
  return undefined;
}

/** A sentence for each variable that is required and missing, or set and malformed; none quotes a value. */
export function findProblems(project: Project, values: Values, required: string[]): string[] {
  const missing = required
    .filter((name) => !values[name])
    .map((name) => `${name} is not set: it is ${findVariable(project, name)?.is}.`);
  const malformed = Object.entries(values).flatMap(([name, value]) => {
    const problem = value && problemWith(project, name, value);
    return problem ? [`${name} ${problem}.`] : [];
  });
  return [...missing, ...malformed];
}
