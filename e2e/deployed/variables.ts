import { findProblems, type Variables } from "@repo/config/env";
import type { TestApp } from "convex-authkit/testing";

const set = {
  preview: "in the environment of the tests",
  production: "in the environment of the tests",
};

/** What the tests of deployed apps read, beside the URLs of the apps. */
export const testVariables = {
  E2E_EMAIL: {
    is: "the email address of the test user, who exists in WorkOS and stays",
    set,
  },
  E2E_PASSWORD: {
    is: "the password of the test user",
    secret: true,
    set,
  },
} satisfies Variables;

/** Apps that are deployed already, and the person who signs in to them. */
export type Deployed = {
  /** Those to test. */
  apps: { name: string; origin: string }[];
  email: string;
  password: string;
};

/**
 * What is to be tested: the apps whose URL variables are set.
 *
 * @throws Error with one sentence that names the variable that is missing or malformed, and never
 *   quotes the password
 */
export function readDeployed(values: Record<string, string | undefined>, all: TestApp[]): Deployed {
  const { E2E_EMAIL: email = "", E2E_PASSWORD: password = "" } = values;
  const [problem] = findProblems(testVariables, values);
  if (problem) throw new Error(problem);
  const apps = all.flatMap(({ name, urlVariable = "" }) => {
    const value = values[urlVariable];
    return value ? [{ name, origin: originOf(urlVariable, value) }] : [];
  });
  if (apps.length === 0) {
    const names = all.map(({ urlVariable }) => urlVariable).join(" or ");
    throw new Error(`There is no app to test: set ${names} to its origin.`);
  }
  return { apps, email, password };
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
