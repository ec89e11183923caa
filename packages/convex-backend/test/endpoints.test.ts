import { expect, test } from "vitest";
import http from "../convex/http.ts?raw";
import { actionPath, webhookEvents, webhookPath } from "../endpoints";

test("what is set up in WorkOS is what the backend serves", () => {
  const paths = [...http.matchAll(/path: "(.+?)"/g)].map(([, path]) => path);
  expect(paths).toEqual([webhookPath, actionPath]);
});

test("every event that the backend applies is selected for the webhook endpoint", () => {
  const sources = import.meta.glob<string>(["../convex/events.ts", "../convex/model/*Events.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const applied = [
    ...Object.values(sources)
      .join("")
      .matchAll(/case "(.+?)":/g),
  ].map(([, event]) => event);
  expect(applied.length).toBeGreaterThan(0);
  expect(webhookEvents).toEqual(expect.arrayContaining(applied));
});
