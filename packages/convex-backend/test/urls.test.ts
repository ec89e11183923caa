import { contract, type Variable } from "@repo/config/env";
import { expect, test } from "vitest";
import convexConfig from "../convex/convex.config.ts?raw";
import { convexJson, readAppUrls, type ConvexJson } from "../urls";

function changed(change: (dev: ConvexJson["authKit"]["dev"]) => void): ConvexJson {
  const json = structuredClone(convexJson);
  change(json.authKit.dev);
  return json;
}

// begin: both apps
test("the apps' addresses come from convex.json, those of who asks from a browser by corsOrigins", () => {
  const json = changed(({ configure }) => {
    configure.redirectUris = ["http://localhost:5999/callback", "http://localhost:3999/callback"];
    configure.corsOrigins = ["http://localhost:5999"];
  });
  expect(readAppUrls(json)).toEqual({
    vite: {
      origin: "http://localhost:5999",
      port: 5999,
      redirectUri: "http://localhost:5999/callback",
    },
    next: {
      origin: "http://localhost:3999",
      port: 3999,
      redirectUri: "http://localhost:3999/callback",
    },
  });
});
// end: both apps

test.each([
  // begin: next
  [
    "no redirect URI for the Next.js app",
    changed(({ configure }) => {
      configure.redirectUris = configure.corsOrigins.map((origin) => `${origin}/callback`);
    }),
    /whose origin is not in corsOrigins, the Next.js app's, and has 0/,
  ],
  [
    "one more redirect URI",
    changed(({ configure }) => configure.redirectUris.push("http://localhost:4000/callback")),
    /the Next.js app's, and has 2/,
  ],
  // end: next
  // begin: vite
  [
    "a redirect URI that WorkOS is not told",
    changed(({ configure }) => configure.redirectUris.pop()),
    /corsOrigins has http:\/\/localhost:5173, and redirectUris has none of that origin/,
  ],
  [
    "an origin that WorkOS is not told",
    changed(({ configure }) => (configure.corsOrigins = [])),
    /corsOrigins.* and has \d/,
  ],
  // end: vite
  [
    "another path",
    changed(({ configure }) => configure.redirectUris.push("http://localhost:4000/back")),
    /has http:\/\/localhost:4000\/back, and the apps finish a sign-in at \/callback/,
  ],
  [
    "no port",
    changed(({ configure }) => configure.redirectUris.push("http://localhost/callback")),
    /names no port/,
  ],
  ["no URL", changed(({ configure }) => configure.redirectUris.push("/callback")), /not a URL/],
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
