import { messageOf, PushError } from "./errors.ts";
import {
  MissingVariableError,
  ModuleBundle,
  type Environment,
  type ModuleSource,
} from "./module-bundle.ts";

/** A provider of `auth.config.ts`, as the CLI wants it described. */
export type AuthProvider = {
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
  const dependencies = modules.filter(({ path }) => path.startsWith("_deps/"));
  const bundle = ModuleBundle.of([config, ...dependencies], env, { strict: true });
  const { default: exported } = await bundle.load(config.path).catch((error: unknown) => {
    if (error instanceof MissingVariableError)
      throw new PushError(
        "AuthConfigMissingEnvironmentVariable",
        `Environment variable ${error.variable} is used in auth config file but its value was not set`,
      );
    throw invalid(messageOf(error));
  });
  const { providers } = (exported ?? {}) as { providers?: unknown };
  if (!Array.isArray(providers)) throw invalid("the default export has no `providers` array");
  return providers.map(providerOf);
}

function providerOf(declared: unknown, index: number): AuthProvider {
  const fields = (declared ?? {}) as Record<string, unknown>;
  const { type, issuer, jwks, algorithm, applicationID = null } = fields;
  const isValid =
    type === "customJwt" &&
    typeof issuer === "string" &&
    typeof jwks === "string" &&
    (algorithm === "RS256" || algorithm === "ES256") &&
    (applicationID === null || typeof applicationID === "string");
  if (!isValid)
    throw invalid(
      `provider at index ${index} is not of type "customJwt" with an \`issuer\`, \`jwks\` and an \`algorithm\` "RS256" or "ES256"; local-convex checks no other tokens`,
    );
  return { type, issuer, jwks, algorithm, applicationID };
}

function invalid(reason: string): PushError {
  return new PushError("InvalidAuthConfig", `The pushed auth config is invalid: ${reason}`);
}
