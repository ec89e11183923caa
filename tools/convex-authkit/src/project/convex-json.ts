import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Addresses that a WorkOS environment is provisioned with. */
export type Configure = { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };

type Section = { configure?: Partial<Configure>; environmentType?: string };

/** The part of convex.json that is read here. */
export type ConvexJson = {
  /** The folder of the functions, "convex/" by default. */
  functions?: string;
  authKit: { dev: { configure: Configure }; preview?: Section; prod?: Section };
};

/** Where an app is on a developer's machine. */
export type AppUrl = { origin: string; port: number; redirectUri: string };

const where = "convex.json, authKit.dev.configure:";

/** What is wrong with a convex.json, in one sentence. */
export class ConvexJsonError extends Error {}

/**
 * Reads convex.json, and completes what may be left out.
 *
 * @throws Error with one sentence when it is no JSON, or says nothing of AuthKit in development
 */
export function readConvexJson(folder: string): ConvexJson {
  let json: ConvexJson;
  try {
    json = JSON.parse(readFileSync(join(folder, "convex.json"), "utf8")) as ConvexJson;
  } catch (error) {
    throw new ConvexJsonError(`convex.json is no JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  const configure: Partial<Configure> | undefined = json.authKit?.dev?.configure;
  if (!configure?.redirectUris?.length) {
    throw new ConvexJsonError(`${where} add the redirect URIs of the apps in development there.`);
  }
  const { redirectUris, corsOrigins = [] } = configure;
  const { appHomepageUrl = parseRedirectUri(redirectUris[0] ?? "").origin } = configure;
  const dev = { ...json.authKit.dev, configure: { redirectUris, corsOrigins, appHomepageUrl } };
  return { ...json, authKit: { ...json.authKit, dev } };
}

/** @throws Error with one sentence when no dev server can be at that address */
export function parseRedirectUri(redirectUri: string): AppUrl {
  if (!URL.canParse(redirectUri)) {
    throw new ConvexJsonError(`${where} redirectUris has ${redirectUri}, which is not a URL.`);
  }
  const { origin, port } = new URL(redirectUri);
  if (port === "") {
    throw new ConvexJsonError(
      `${where} redirectUris has ${redirectUri}, which names no port for the dev server.`,
    );
  }
  return { origin, port: Number(port), redirectUri };
}

/**
 * The variable that has the origin of a deployed app: that of the redirect URI in `authKit.prod` which
 * stands where the app's stands in `authKit.dev`.
 */
export function urlVariableOf(
  { authKit }: ConvexJson,
  { redirectUri }: AppUrl,
): string | undefined {
  const index = authKit.dev.configure.redirectUris.indexOf(redirectUri);
  const deployed = authKit.prod?.configure?.redirectUris?.[index] ?? "";
  return /^\$\{buildEnv\.(\w+)\}/.exec(deployed)?.[1];
}
