import { findProblems } from "@repo/config/env";
import type { TestApp } from "convex-authkit/testing";
import { testVariables } from "../variables.ts";

/** Apps that are deployed already, and the person who signs in to them. */
export type Deployed = {
  /** By the name of the app, the origins of those to test. */
  origins: Record<string, string>;
  /** The test user, who exists in WorkOS and stays. */
  email: string;
  password: string;
  /** Whose hosted page the apps send people to. */
  signIn: "authkit" | "local-workos";
};

type Values = Record<string, string | undefined>;

/**
 * What the suite is told to test, instead of a stack of its own: the apps whose URL variables are set.
 *
 * @returns undefined when there is no test user
 * @throws Error with one sentence that names the variable that is missing or malformed, and never
 *   quotes the password
 */
export function readDeployed(values: Values, apps: TestApp[]): Deployed | undefined {
  const { E2E_EMAIL: email, E2E_PASSWORD: password = "", E2E_SIGN_IN: signIn } = values;
  if (!email) return undefined;
  const [problem] = findProblems(testVariables, values);
  if (problem) throw new Error(problem);
  const origins = Object.fromEntries(
    apps.flatMap(({ name, urlVariable = "" }) => {
      const value = values[urlVariable];
      return value ? [[name, originOf(urlVariable, value)]] : [];
    }),
  );
  if (Object.keys(origins).length === 0) {
    const names = apps.map(({ urlVariable }) => urlVariable).join(" or ");
    throw new Error(`E2E_EMAIL is set, and no app has a URL: set ${names} to its origin.`);
  }
  return { origins, email, password, signIn: signIn === "local-workos" ? signIn : "authkit" };
}

function originOf(name: string, value: string): string {
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
