/** What a project may say in `convex-authkit.config.ts`, at its root: all that its files do not. */
export type Config = {
  /** The event types that the backend handles: those of the webhook endpoint. */
  webhookEvents?: readonly string[];
  /**
   * A public query without arguments that returns `null` to callers who are not signed in, as
   * "file:name". The doctor asks it whether somebody is Convex-authenticated.
   */
  identityQuery?: string;
  /** Internal functions that compare the backend's users with WorkOS's, and bring them in step. */
  reconcile?: { compare: string; run: string };
  /** The roles of the WorkOS environment, with the permissions that the backend expects of each. */
  roles?: Record<string, readonly string[]>;
  /** Variables of the Convex deployment, beside those that the AuthKit component reads. */
  deploymentVariables?: Record<string, DeploymentVariable>;
  /** By the folder of an app, its redirect URI in development, where convex.json leaves it open. */
  redirectUris?: Record<string, string>;
  /** What is there when everything runs on this machine. */
  local?: {
    /** Ports of the two services, where others than 3210, 3211 and 4100 have to be taken. */
    ports?: { convex?: number; convexSite?: number; workos?: number };
    people?: { email: string; firstName?: string; lastName?: string }[];
    organizations?: {
      id?: string;
      name: string;
      members?: { email: string; /** "member" by default. */ role?: string }[];
    }[];
  };
};

/** A variable of the Convex deployment. */
export type DeploymentVariable = {
  /** What it is, as the end of "X is …". */
  is: string;
  secret?: boolean;
  /** What its value starts with. */
  prefix?: string;
  /** Its value when everything runs on this machine. */
  local?: string;
};

/** Gives a configuration its type. */
export function defineConfig(config: Config): Config {
  return config;
}
