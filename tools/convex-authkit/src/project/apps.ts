import { basename, relative } from "node:path";
import type { Config } from "../config.ts";
import {
  ConvexJsonError,
  parseRedirectUri,
  urlVariableOf,
  type AppUrl,
  type ConvexJson,
} from "./convex-json.ts";
import { dependsOn, type Workspace } from "./workspaces.ts";

/** What follows for an app from the AuthKit SDK that it depends on. */
type Sdk = {
  framework: string;
  /** Whether its requests to WorkOS come from the browser, so that WorkOS has to know its origin. */
  isBrowserOnly: boolean;
  /** What the names of variables start with that it gives to browsers. */
  publicPrefix: string;
  /** What a build gives to browsers, in the app's folder. */
  publicFiles: string;
  clientIdVariable: string;
  /** What has its script "start" listen to this machine alone. */
  startOptions: string[];
};

const sdks: Record<string, Sdk> = {
  "@workos-inc/authkit-nextjs": {
    framework: "Next.js",
    isBrowserOnly: false,
    publicPrefix: "NEXT_PUBLIC_",
    publicFiles: ".next/static",
    clientIdVariable: "WORKOS_CLIENT_ID",
    startOptions: ["--hostname", "localhost"],
  },
  "@workos-inc/authkit-react": {
    framework: "Vite",
    isBrowserOnly: true,
    publicPrefix: "VITE_",
    publicFiles: "dist",
    clientIdVariable: "VITE_WORKOS_CLIENT_ID",
    startOptions: [],
  },
};

/** An app of the project: a workspace that depends on an AuthKit SDK. */
export type App = Sdk & {
  /** That of its folder: "next". */
  name: string;
  /** For messages: "Next.js app". */
  title: string;
  folder: string;
  scripts: Record<string, string>;
  /** Where it is in development, and what then is its redirect URI. */
  url: AppUrl;
  /** The variable that has its origin where it is deployed, if convex.json names one. */
  urlVariable: string | undefined;
};

/**
 * The apps of a project, and where each is in development. `corsOrigins` of convex.json has the origins
 * of those whose requests to WorkOS come from the browser, so these are told from the others.
 *
 * @throws Error with one sentence when convex.json contradicts itself, or the apps
 */
export function findApps(
  root: string,
  workspaces: Workspace[],
  json: ConvexJson,
  config: Config,
): [App, ...App[]] {
  const { redirectUris, corsOrigins } = json.authKit.dev.configure;
  const urls = redirectUris.map(parseRedirectUri);
  const homeless = corsOrigins.find((origin) => !urls.some((url) => url.origin === origin));
  if (homeless) {
    throw new ConvexJsonError(
      `convex.json, authKit.dev.configure: corsOrigins has ${homeless}, and redirectUris has none of that origin: add ${homeless}/callback there, or WorkOS refuses the sign-in.`,
    );
  }
  const found = workspaces.flatMap((workspace) =>
    Object.entries(sdks)
      .filter(([name]) => dependsOn(workspace, name))
      .map(([, sdk]) => ({ workspace, sdk })),
  );
  const appOf = ({ workspace: { folder, manifest }, sdk }: (typeof found)[number]): App => {
    const isOnlyOfItsKind = found.filter((each) => each.sdk === sdk).length === 1;
    const path = relative(root, folder);
    const title = isOnlyOfItsKind ? `${sdk.framework} app` : `app ${path}`;
    const url = findUrl();
    return {
      ...sdk,
      name: basename(folder),
      title,
      folder,
      scripts: manifest.scripts ?? {},
      url,
      urlVariable: urlVariableOf(json, url),
    };

    function findUrl(): AppUrl {
      const given = config.redirectUris?.[path];
      if (given) return parseRedirectUri(given);
      const [only] = urls;
      if (only && urls.length === 1 && found.length === 1) return only;
      const own = urls.filter(({ origin }) => corsOrigins.includes(origin) === sdk.isBrowserOnly);
      if (own[0] && !own[1] && isOnlyOfItsKind) return own[0];
      if (!isOnlyOfItsKind) {
        throw new Error(
          `There are several ${sdk.framework} apps: say in convex-authkit.config.ts under redirectUris which redirect URI is that of ${path}.`,
        );
      }
      throw new ConvexJsonError(
        sdk.isBrowserOnly
          ? `convex.json, authKit.dev.configure: corsOrigins has to have the origin of one redirect URI, the ${title}'s, and has ${own.length}: WorkOS refuses requests from a browser without it.`
          : `convex.json, authKit.dev.configure: redirectUris has to have one whose origin is not in corsOrigins, the ${title}'s, and has ${own.length}.`,
      );
    }
  };
  // Their errors come first: without its CORS origin, an app is taken for one of another kind.
  found.filter(({ sdk }) => sdk.isBrowserOnly).forEach(appOf);
  const apps = found.map(appOf);
  const [first, ...others] = apps;
  if (!first) {
    throw new Error(
      `No workspace of ${root} depends on ${Object.keys(sdks).join(" or ")}: there is no app to run.`,
    );
  }
  return [first, ...others];
}

/**
 * The client id of an app that has a WorkOS application of its own. Only apps whose variable for it has
 * a name of its own can have one beside the others.
 */
export function ownClientId(
  { clientIdVariable }: Pick<App, "clientIdVariable">,
  values: Record<string, string | undefined>,
): string | undefined {
  return clientIdVariable === "WORKOS_CLIENT_ID" ? undefined : values[clientIdVariable];
}

/** What the apps need to know of where they are, and of Convex and WorkOS. */
export type KnownValues = {
  convexUrl: string;
  clientId: string;
  redirectUri: string;
  /** Of another WorkOS API than https://api.workos.com. */
  workosApi?: {
    WORKOS_API_HOSTNAME: string;
    WORKOS_API_PORT?: string;
    WORKOS_API_HTTPS?: string;
  };
};

/** The variables that an app gives to browsers: public, and inlined when it is built. */
export function inlinedVariables(app: App, known: KnownValues): Record<string, string> {
  const { publicPrefix, isBrowserOnly } = app;
  const names = {
    CONVEX_URL: known.convexUrl,
    WORKOS_REDIRECT_URI: known.redirectUri,
    ...(isBrowserOnly && { WORKOS_CLIENT_ID: known.clientId, ...known.workosApi }),
  };
  return Object.fromEntries(
    Object.entries(names).map(([name, value]) => [publicPrefix + name, value]),
  );
}

/** The variables that the server of an app reads; none where it has no server. */
export function serverVariables(
  app: App,
  known: KnownValues,
  secrets: { apiKey: string; cookiePassword: string },
): Record<string, string> {
  if (app.isBrowserOnly) return {};
  return {
    WORKOS_CLIENT_ID: known.clientId,
    WORKOS_API_KEY: secrets.apiKey,
    WORKOS_COOKIE_PASSWORD: secrets.cookiePassword,
    ...known.workosApi,
  };
}
