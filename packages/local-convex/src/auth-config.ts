import { messageOf, PushError } from "./errors.ts";
import {
  MissingVariableError,
  ModuleBundle,
  type Environment,
  type ModuleSource,
} from "./module-bundle.ts";

/** A provider of `auth.config.ts`, as the CLI wants it described. */
export type AuthProvider =
  | { domain: string; applicationID: string }
  | {
      type: "customJwt";
      issuer: string;
      jwks: string;
      algorithm: "RS256" | "ES256";
      applicationID: string | null;
    };

/** Evaluates `auth.config.ts`, where every variable that is read must be set. */
export async function evaluateAuthConfig(
  modules: ModuleSource[],
  env: Environment,
): Promise<AuthProvider[]> {
  const config = modules.find(({ path }) => path === "auth.config.js");
  if (!config) return [];
  try {
    const dependencies = modules.filter(({ path }) => path.startsWith("_deps/"));
    const bundle = ModuleBundle.of([config, ...dependencies], env, { strict: true });
    const { default: exported } = await bundle.load(config.path);
    return providersOf(exported);
  } catch (error) {
    if (error instanceof PushError) throw error;
    if (error instanceof MissingVariableError)
      throw new PushError(
        "AuthConfigMissingEnvironmentVariable",
        `Hit an error while pushing:\nEnvironment variable ${error.variable} is used in auth config file but its value was not set`,
      );
    throw invalid(messageOf(error));
  }
}

function providersOf(exported: unknown): AuthProvider[] {
  const { providers } = (exported ?? {}) as { providers?: unknown };
  if (!Array.isArray(providers)) throw invalid("the default export has no `providers` array");
  return providers.map((provider: unknown, index) => {
    const fields = (provider ?? {}) as Record<string, unknown>;
    const { domain, applicationID = null, issuer, jwks, algorithm } = fields;
    if (fields.type === "customJwt") {
      if (typeof issuer !== "string" || typeof jwks !== "string")
        throw invalid(`provider at index ${index} needs \`issuer\` and \`jwks\``);
      if (algorithm !== "RS256" && algorithm !== "ES256")
        throw invalid(`provider at index ${index} needs \`algorithm\` "RS256" or "ES256"`);
      if (applicationID !== null && typeof applicationID !== "string")
        throw invalid(`provider at index ${index} has an \`applicationID\` that is no string`);
      return { type: "customJwt", issuer, jwks, algorithm, applicationID };
    }
    if (typeof domain !== "string" || typeof applicationID !== "string")
      throw invalid(`provider at index ${index} needs \`domain\` and \`applicationID\``);
    return { domain, applicationID };
  });
}

function invalid(reason: string): PushError {
  return new PushError(
    "InvalidAuthConfig",
    `Hit an error while pushing:\nThe pushed auth config is invalid: ${reason}`,
  );
}
