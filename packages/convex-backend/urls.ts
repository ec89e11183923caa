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
 * The addresses of both apps in development, from `authKit.dev` of convex.json: the one place that
 * names them. The Vite app is the one whose origin is in `corsOrigins`, because its requests to WorkOS
 * come from the browser; the other redirect URI is the Next.js app's.
 *
 * @throws Error with one sentence when convex.json contradicts itself
 */
export function readAppUrls(json: ConvexJson = convexJson): { next: AppUrl; vite: AppUrl } {
  const { redirectUris, corsOrigins } = json.authKit.dev.configure;
  const urls = redirectUris.map(appUrl);
  const vite = urls.filter(({ origin }) => corsOrigins.includes(origin));
  const next = urls.filter(({ origin }) => !corsOrigins.includes(origin));
  const homeless = corsOrigins.find((origin) => !urls.some((url) => url.origin === origin));
  if (homeless) {
    throw new Error(
      `${where} corsOrigins has ${homeless}, and redirectUris has none of that origin: add ${homeless}/callback there, or WorkOS refuses the sign-in.`,
    );
  }
  if (!vite[0] || vite[1]) {
    throw new Error(
      `${where} corsOrigins has to have the origin of one redirect URI, the Vite app's, and has ${vite.length}: WorkOS refuses requests from a browser without it.`,
    );
  }
  if (!next[0] || next[1]) {
    throw new Error(
      `${where} redirectUris has to have one whose origin is not in corsOrigins, the Next.js app's, and has ${next.length}.`,
    );
  }
  return { next: next[0], vite: vite[0] };
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
