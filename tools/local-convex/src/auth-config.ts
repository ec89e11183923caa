import { PushError, pushStep } from "./errors.ts";
import { moduleBundle, type Environment, type ModuleSource } from "./module-bundle.ts";

export type CustomJwtProvider = ReturnType<typeof customJwtOf>;
export type OpenIdConnectProvider = ReturnType<typeof openIdConnectOf>;
/** A provider of `auth.config.ts`, as the CLI wants it described. */
export type AuthProvider = CustomJwtProvider | OpenIdConnectProvider;

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

function providerOf(declared: unknown, index: number): AuthProvider {
  const fields = (declared ?? {}) as Record<string, unknown>;
  return fields.type === "customJwt" ? customJwtOf(fields, index) : openIdConnectOf(fields, index);
}

function customJwtOf(fields: Record<string, unknown>, index: number) {
  const { issuer, jwks, algorithm, applicationID = null } = fields;
  const isValid =
    typeof issuer === "string" &&
    typeof jwks === "string" &&
    (algorithm === "RS256" || algorithm === "ES256") &&
    (applicationID === null || typeof applicationID === "string");
  if (!isValid)
    throw new Error(
      `provider at index ${index} of type "customJwt" needs an \`issuer\`, a \`jwks\` and an \`algorithm\` "RS256" or "ES256"`,
    );
  if (applicationID === null && /^https:\/\/api\.workos\.com\/?$/.test(issuer))
    throw new Error(
      `provider at index ${index} has an issuer that is shared among many applications, and needs an \`applicationID\``,
    );
  return {
    type: "customJwt" as const,
    issuer: withProtocol(issuer),
    jwks,
    algorithm,
    applicationID,
  };
}

function openIdConnectOf(
  { type = "oidc", domain, applicationID }: Record<string, unknown>,
  index: number,
) {
  if (type !== "oidc") throw new Error(`provider at index ${index} has an unknown \`type\``);
  if (typeof domain !== "string" || typeof applicationID !== "string")
    throw new Error(`provider at index ${index} needs a \`domain\` and an \`applicationID\``);
  return { domain: withProtocol(domain), applicationID };
}

/** An issuer as a URL: providers and tokens may leave the protocol out. */
export function withProtocol(issuer: string): string {
  return /^https?:\/\//.test(issuer) ? issuer : `https://${issuer}`;
}
