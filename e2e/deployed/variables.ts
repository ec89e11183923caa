import { appNames, ofEachApp, type AppName } from "@repo/config/apps";

/** Apps that are deployed already, and the person who signs in to them. */
export type Deployed = {
  /** The origins of the apps to test. */
  origins: Partial<Record<AppName, string>>;
  /** The test user, who exists in WorkOS and stays. */
  email: string;
  password: string;
  /** Whose hosted page the apps send people to. */
  signIn: (typeof signIns)[number];
};

/** Where each app is, if it is deployed. */
export const urlVariables: Record<AppName, string> = {
  // begin: next
  next: "E2E_NEXT_URL",
  // end: next
  // begin: vite
  vite: "E2E_VITE_URL",
  // end: vite
};

const signIns = ["authkit", "local-workos"] as const;

type Values = Record<string, string | undefined>;

/**
 * What the suite is told to test, instead of a stack of its own.
 *
 * @returns undefined when no app has a URL
 * @throws Error with one sentence that names the variable that is missing or malformed, and never
 *   quotes the password
 */
export function readDeployed(values: Values): Deployed | undefined {
  const origins = ofEachApp((app) => readOrigin(app, values));
  if (!appNames.some((app) => origins[app])) return undefined;
  return {
    origins,
    email: required("E2E_EMAIL", "the email address of the test user", values),
    password: required("E2E_PASSWORD", "the password of the test user", values),
    signIn: readSignIn(values),
  };
}

function readOrigin(app: AppName, values: Values): string | undefined {
  const name = urlVariables[app];
  const value = values[name];
  if (!value) return undefined;
  const url = URL.parse(value);
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new Error(`${name} is not a URL: set it to an origin, such as https://app.example.com.`);
  }
  // The test user's password is not for a network to read.
  if (url.protocol === "http:" && url.hostname !== "localhost") {
    throw new Error(`${name} is http: set it to an https URL, or to one on localhost.`);
  }
  if (url.href !== `${url.origin}/`) {
    throw new Error(`${name} is more than an origin: set it to ${url.origin}.`);
  }
  return url.origin;
}

function required(name: string, what: string, values: Values): string {
  const value = values[name];
  if (value) return value;
  const because = Object.values(urlVariables).filter((url) => values[url]);
  throw new Error(`${name} is not set: ${because.join(" and ")} needs it, it is ${what}.`);
}

function readSignIn({ E2E_SIGN_IN: value }: Values): Deployed["signIn"] {
  const signIn = signIns.find((each) => each === (value || "authkit"));
  if (signIn) return signIn;
  throw new Error(`E2E_SIGN_IN is not one of ${signIns.join(", ")}: leave it out for authkit.`);
}
