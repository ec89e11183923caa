import { contract, type Variable } from "@repo/config/env";
import { expect, test } from "vitest";
import convexConfig from "../convex/convex.config.ts?raw";
import { convexJson, readAppUrls, type ConvexJson } from "../urls";

function changed(change: (dev: ConvexJson["authKit"]["dev"]) => void): ConvexJson {
  const json = structuredClone(convexJson);
  change(json.authKit.dev);
  return json;
}

test("both apps' addresses come from convex.json", () => {
  const json = changed((dev) => {
    dev.localEnvVars.VITE_WORKOS_REDIRECT_URI = "http://localhost:5999/callback";
    dev.configure.redirectUris.push("http://localhost:5999/callback");
    dev.configure.corsOrigins.push("http://localhost:5999");
  });
  expect(readAppUrls(json).vite).toEqual({
    origin: "http://localhost:5999",
    port: 5999,
    redirectUri: "http://localhost:5999/callback",
  });
  expect(readAppUrls().next.redirectUri).toBe(
    convexJson.authKit.dev.localEnvVars.NEXT_PUBLIC_WORKOS_REDIRECT_URI,
  );
});

test.each([
  [
    "a redirect URI that WorkOS is not told",
    changed((dev) => (dev.configure.redirectUris = [])),
    /redirectUris lacks/,
  ],
  [
    "an origin that WorkOS is not told",
    changed((dev) => (dev.configure.corsOrigins = [])),
    /corsOrigins lacks http:\/\/localhost:5173/,
  ],
  [
    "no redirect URI",
    changed((dev) => delete dev.localEnvVars.VITE_WORKOS_REDIRECT_URI),
    /VITE_WORKOS_REDIRECT_URI has to be the app's redirect URI/,
  ],
])("%s is said in a sentence", (_what, json, message) => {
  expect(() => readAppUrls(json)).toThrow(message);
});

test("every variable that the backend names is in the environment contract", () => {
  const atDeploy = JSON.stringify(convexJson).matchAll(/\$\{buildEnv\.(\w+)\}/g);
  const named = [
    ...[...atDeploy].map(([, name]) => name),
    ...Object.keys(convexJson.authKit.dev.localEnvVars),
    ...[...convexConfig.matchAll(/^ +([A-Z_]+): v\./gm)].map(([, name]) => name),
  ];
  expect(named).toContain("BLOCKED_EMAIL_DOMAINS");
  expect(Object.keys(contract)).toEqual(expect.arrayContaining(named));
});

test("what the backend can be pushed without is optional in the environment contract", () => {
  const declared = [...convexConfig.matchAll(/^ +([A-Z_]+): (v\.optional)?/gm)];
  expect(declared.length).toBeGreaterThan(3);
  for (const [, name, optional] of declared) {
    const variable: Variable = contract[name as keyof typeof contract];
    const doesWithout = variable.optional ?? variable.optionalFor?.includes("Convex functions");
    expect(Boolean(doesWithout), name).toBe(Boolean(optional));
  }
});
