import convexJson from "./convex.json" with { type: "json" };

/** The part of convex.json that says where the apps are on a developer's machine. */
export type ConvexJson = {
  authKit: {
    dev: {
      configure: { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
      localEnvVars: Record<string, string>;
    };
  };
};

/** Where an app is on a developer's machine. */
export type AppUrl = { origin: string; port: number; redirectUri: string };

/**
 * The addresses of both apps in development, from `authKit.dev` of convex.json: the one place that
 * names them. Which redirect URI is whose is what the environment variables there say.
 *
 * @throws Error with one sentence when convex.json contradicts itself
 */
export function readAppUrls(json: ConvexJson = convexJson): { next: AppUrl; vite: AppUrl } {
  const { configure, localEnvVars } = json.authKit.dev;

  function appUrl(variable: string): AppUrl {
    const where = `convex.json, authKit.dev.localEnvVars.${variable}`;
    const redirectUri = localEnvVars[variable];
    if (!redirectUri || !URL.canParse(redirectUri)) {
      throw new Error(`${where} has to be the app's redirect URI, and is ${redirectUri}.`);
    }
    if (!configure.redirectUris.includes(redirectUri)) {
      throw new Error(
        `${where} is ${redirectUri}, which authKit.dev.configure.redirectUris lacks: add it there, or WorkOS refuses the sign-in.`,
      );
    }
    const { origin, port } = new URL(redirectUri);
    if (port === "") {
      throw new Error(`${where} is ${redirectUri}, which names no port for the dev server.`);
    }
    return { origin, port: Number(port), redirectUri };
  }

  const urls = {
    next: appUrl("NEXT_PUBLIC_WORKOS_REDIRECT_URI"),
    vite: appUrl("VITE_WORKOS_REDIRECT_URI"),
  };
  if (!configure.corsOrigins.includes(urls.vite.origin)) {
    throw new Error(
      `convex.json, authKit.dev.configure.corsOrigins lacks ${urls.vite.origin}: add it, or WorkOS refuses the Vite app's requests from the browser.`,
    );
  }
  return urls;
}

export { convexJson };
