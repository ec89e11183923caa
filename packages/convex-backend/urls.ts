import { apps, ofEachApp, type AppName } from "@repo/config/apps";
import convexJson from "./convex.json" with { type: "json" };

/** The part of convex.json that says where the apps are on a developer's machine. */
export type ConvexJson = {
  authKit: {
    dev: {
      configure: { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
    };
  };
};

/** Where an app is on a developer's machine. */
export type AppUrl = { origin: string; port: number; redirectUri: string };

const where = "convex.json, authKit.dev.configure:";

/**
 * The addresses of the apps in development, from `authKit.dev` of convex.json: the one place that names
 * them. `corsOrigins` has the origins of those whose requests to WorkOS come from the browser, so the
 * redirect URIs of these are told from the others.
 *
 * @throws Error with one sentence when convex.json contradicts itself
 */
export function readAppUrls(json: ConvexJson = convexJson): Record<AppName, AppUrl> {
  const { redirectUris, corsOrigins } = json.authKit.dev.configure;
  const urls = redirectUris.map(appUrl);
  const homeless = corsOrigins.find((origin) => !urls.some((url) => url.origin === origin));
  if (homeless) {
    throw new Error(
      `${where} corsOrigins has ${homeless}, and redirectUris has none of that origin: add ${homeless}/callback there, or WorkOS refuses the sign-in.`,
    );
  }
  return ofEachApp((app) => {
    const { name, asksFromBrowser } = apps[app];
    const own = urls.filter(({ origin }) => corsOrigins.includes(origin) === asksFromBrowser);
    if (own[0] && !own[1]) return own[0];
    throw new Error(
      asksFromBrowser
        ? `${where} corsOrigins has to have the origin of one redirect URI, the ${name}'s, and has ${own.length}: WorkOS refuses requests from a browser without it.`
        : `${where} redirectUris has to have one whose origin is not in corsOrigins, the ${name}'s, and has ${own.length}.`,
    );
  });
}

function appUrl(redirectUri: string): AppUrl {
  if (!URL.canParse(redirectUri)) {
    throw new Error(`${where} redirectUris has ${redirectUri}, which is not a URL.`);
  }
  const { origin, port, pathname } = new URL(redirectUri);
  if (pathname !== "/callback") {
    throw new Error(
      `${where} redirectUris has ${redirectUri}, and the apps finish a sign-in at /callback: let it end in that.`,
    );
  }
  if (port === "") {
    throw new Error(
      `${where} redirectUris has ${redirectUri}, which names no port for the dev server.`,
    );
  }
  return { origin, port: Number(port), redirectUri };
}

export { convexJson };
