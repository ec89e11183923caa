import type { Reader, VariableName } from "./env/index.ts";

/** What the backend, the commands, the local services and the tests know of an app. */
export type App = {
  /** For messages. */
  name: `${string} app`;
  framework: string;
  /** From the root of the repository. */
  folder: string;
  /** Whether its requests to WorkOS come from the browser, so that WorkOS has to know its origin. */
  asksFromBrowser: boolean;
  /** Who reads its variables. */
  readers: Reader[];
  /** What the names of variables start with that it gives to browsers. */
  publicPrefix: string;
  /** What a build gives to browsers, in its folder. */
  publicFiles: string;
  /** What has its script "start" listen to this machine alone. */
  startOptions: string[];
  /** The variable that has what every app needs to know, in the words of this app. */
  variables: {
    /** The origin of the deployed app. */
    appUrl: VariableName;
    clientId: VariableName;
    convexUrl: VariableName;
    redirectUri: VariableName;
  };
};

const table = {
  // begin: next
  next: {
    name: "Next.js app",
    framework: "Next.js",
    folder: "apps/next",
    asksFromBrowser: false,
    readers: ["Next.js browser", "Next.js server"],
    publicPrefix: "NEXT_PUBLIC_",
    publicFiles: ".next/static",
    startOptions: ["--hostname", "localhost"],
    variables: {
      appUrl: "NEXT_APP_URL",
      clientId: "WORKOS_CLIENT_ID",
      convexUrl: "NEXT_PUBLIC_CONVEX_URL",
      redirectUri: "NEXT_PUBLIC_WORKOS_REDIRECT_URI",
    },
  },
  // end: next
  // begin: vite
  vite: {
    name: "Vite app",
    framework: "Vite",
    folder: "apps/vite",
    asksFromBrowser: true,
    readers: ["Vite browser"],
    publicPrefix: "VITE_",
    publicFiles: "dist",
    startOptions: [],
    variables: {
      appUrl: "VITE_APP_URL",
      clientId: "VITE_WORKOS_CLIENT_ID",
      convexUrl: "VITE_CONVEX_URL",
      redirectUri: "VITE_WORKOS_REDIRECT_URI",
    },
  },
  // end: vite
} satisfies Record<string, App>;

/** The name of an app, as commands and tests take it. */
export type AppName = keyof typeof table;

/** Every app of this project. */
export const apps: Record<AppName, App> = table;

export const appNames = Object.keys(apps) as [AppName, ...AppName[]];

/** The app whose home page WorkOS goes to when it can go nowhere else: there is one for all of them. */
export const homeApp: AppName = appNames[0];

/** A record with something of each app. */
export function ofEachApp<Value>(make: (app: AppName) => Value): Record<AppName, Value> {
  const entries = appNames.map((app) => [app, make(app)] as const);
  return Object.fromEntries(entries) as Record<AppName, Value>;
}
