import { ConvexReactClient } from "convex/react";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let client: ConvexReactClient;
let undo: (() => Promise<void>) | undefined;

beforeAll(async () => {
  fixture = await Fixture.start({ environmentVariables: VARIABLES });
  await fixture.pushOrThrow();
  client = new ConvexReactClient(fixture.deployment.url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    unsavedChangesWarning: false,
    logger: false,
  });
  await client.mutation(api.messages.send, { author: "before", text: "kept" });
});

afterEach(() => undo?.());

afterAll(async () => {
  await client.close();
  await fixture.stop();
});

test.each([
  {
    name: "a schema that stored documents do not match",
    file: "convex/schema.ts",
    change: (source: string) => source.replace("author: v.string()", "author: v.number()"),
    message:
      /Schema validation failed\.[^]*Document with ID "\d+messages" in table "messages" does not match the schema: Value does not match validator\.\nPath: \.author\nValue: 'before'\nValidator: v\.float64\(\)/,
  },
  {
    name: "a module that throws",
    file: "convex/broken.ts",
    change: () => 'export const one = 1; throw new Error("Not today");',
    message: /Failed to analyze broken\.js: Uncaught Error: Not today/,
  },
  {
    name: "a function whose arguments are no object",
    file: "convex/broken.ts",
    change: () =>
      'import { query } from "./_generated/server"; import { v } from "convex/values"; export const q = query({ args: v.string() as never, handler: () => 1 });',
    message: /Args validator must be an object or any/,
  },
  {
    name: "a provider without its audience",
    file: "convex/auth.config.ts",
    change: () => 'export default { providers: [{ domain: "https://a.example" }] };',
    message: /provider at index 0 needs a `domain` and an `applicationID`/,
  },
  {
    name: "a provider of an unknown type",
    file: "convex/auth.config.ts",
    change: (source: string) => source.replace('type: "customJwt"', 'type: "saml"'),
    message: /provider at index 0 has an unknown `type`/,
  },
  {
    name: "a provider of JWTs without an algorithm",
    file: "convex/auth.config.ts",
    change: (source: string) => source.replace('algorithm: "RS256"', 'algorithm: "none"'),
    message: /provider at index 0 of type "customJwt" needs/,
  },
  {
    name: "an issuer of everybody's tokens without an audience",
    file: "convex/auth.config.ts",
    change: (source: string) =>
      source.replace("      issuer,", '      issuer: "https://api.workos.com/",'),
    message: /provider at index 0 has an issuer that is shared among many applications/,
  },
  {
    name: "a cron job that never comes",
    file: "convex/crons.ts",
    change: (source: string) => source.replace("0 0 1 1 *", "0 0 32 1 *"),
    message: /Failed to analyze crons\.js: the schedule of "new year" is wrong/,
  },
  {
    name: "a variable that is not set",
    file: "convex/auth.config.ts",
    change: (source: string) => source.replace("env.CLIENT_ID", "env.OTHER_ID"),
    message: /Environment variable OTHER_ID is used in auth config file/,
  },
  {
    name: "a syntax error",
    file: "convex/broken.ts",
    change: () => "export const = 1;",
    message: /Expected identifier/,
  },
])("$name is refused, and what runs goes on", async ({ file, change, message }) => {
  const watch = client.watchQuery(api.messages.list, { author: "before" });
  const stopWatching = watch.onUpdate(() => {});
  await vi.waitFor(() => expect(watch.localQueryResult()).toBeDefined());
  const count = watch.localQueryResult()?.length ?? 0;
  undo = await fixture.edit(file, change);
  const { exitCode, output } = await fixture.push();
  expect(exitCode).toBe(1);
  expect(output).toMatch(message);
  // The old code answers, and the subscription from before still gets updates.
  await client.mutation(api.messages.send, { author: "before", text: "more" });
  await vi.waitFor(() => expect(watch.localQueryResult()).toHaveLength(count + 1));
  stopWatching();
});
