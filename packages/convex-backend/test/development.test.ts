import { appNames, apps, homeApp } from "@repo/config/apps";
import { contract, findProblems, variablesOf, type VariableName } from "@repo/config/env";
import { expect, test } from "vitest";
import { developmentVariables } from "../development";
import { convexJson } from "../urls";

/** What `convex dev` and `npm run setup` leave in the file. */
const file = {
  CONVEX_DEPLOYMENT: "dev:happy-otter-123",
  CONVEX_URL: "https://happy-otter-123.convex.cloud",
  CONVEX_SITE_URL: "https://happy-otter-123.convex.site",
  WORKOS_CLIENT_ID: "client_123",
  WORKOS_API_KEY: "sk_test_123",
  // begin: next
  WORKOS_COOKIE_PASSWORD: "a password of at least 32 characters",
  // end: next
};

test.each(appNames.flatMap((app) => apps[app].readers))(
  "the one file has all that the reader %s needs",
  (reader) => {
    expect(findProblems(variablesOf(reader), developmentVariables(file))).toEqual([]);
  },
);

test("no browser is given a secret of the file", () => {
  const values = developmentVariables(file);
  const secrets = Object.entries(file).filter(
    ([name]) => contract[name as keyof typeof contract]?.secret,
  );
  expect(secrets).not.toEqual([]);
  const prefixes = appNames.map((app) => apps[app].publicPrefix);
  const publicNames = Object.keys(contract).filter((name) =>
    prefixes.some((prefix) => name.startsWith(prefix)),
  );
  expect(publicNames).not.toEqual([]);
  for (const name of publicNames) {
    expect(secrets.map(([, secret]) => secret)).not.toContain(values[name as VariableName]);
  }
});

test("addresses come from convex.json, whatever an older file says", () => {
  const { redirectUri } = apps[homeApp].variables;
  const outdated = { ...file, [redirectUri]: "http://localhost:4999/callback" };
  const { redirectUris } = convexJson.authKit.dev.configure;
  expect(redirectUris).toContain(developmentVariables(outdated)[redirectUri]);
});

test("without the file there is nothing, as on a host", () => {
  expect(developmentVariables({})).toEqual({});
});
