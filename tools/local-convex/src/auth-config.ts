import { PushError, pushStep } from "./errors.ts";
import { moduleBundle, type Environment, type ModuleSource } from "./module-bundle.ts";

/** A provider of `auth.config.ts`, as the CLI wants it described. */
export type AuthProvider = ReturnType<typeof providerOf>;

/** Evaluates `auth.config.ts`, where every variable that is read must be set. */
export async function evaluateAuthConfig(
  modules: ModuleSource[],
  env: Environment,
): Promise<AuthProvider[]> {
  const config = modules.find(({ path }) => path === "auth.config.js");
  if (!config) return [];
  const dependencies = modules.filter(({ path }) => path.startsWith("_deps/"));
  const bundle = moduleBundle([config, ...dependencies], env, (variable) => {
    throw new PushError(
      "AuthConfigMissingEnvironmentVariable",
      `Environment variable ${variable} is used in auth config file but its value was not set`,
    );
  });
  return await pushStep("InvalidAuthConfig", "The pushed auth config is invalid: ", async () => {
    const { default: exported } = await bundle.load(config.path);
    const { providers } = (exported ?? {}) as { providers?: unknown };
    if (!Array.isArray(providers)) throw new Error("the default export has no `providers` array");
    return providers.map(providerOf);
  });
}

function providerOf(declared: unknown, index: number) {
  const fields = (declared ?? {}) as Record<string, unknown>;
  const { type, issuer, jwks, algorithm, applicationID = null } = fields;
  const isValid =
    type === "customJwt" &&
    typeof issuer === "string" &&
    typeof jwks === "string" &&
    (algorithm === "RS256" || algorithm === "ES256") &&
    (applicationID === null || typeof applicationID === "string");
  if (!isValid)
    throw new Error(
      `provider at index ${index} is not of type "customJwt" with an \`issuer\`, \`jwks\` and an \`algorithm\` "RS256" or "ES256"; local-convex checks no other tokens`,
    );
  return { type, issuer, jwks, algorithm, applicationID };
}
