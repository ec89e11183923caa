import { newElement } from "./dom.ts";
import { ConvexProvider, ConvexReactClient, useMutation, usePaginatedQuery } from "convex/react";
import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "./harness.ts";

let fixture: Fixture;
let client: ConvexReactClient;

beforeAll(async () => {
  fixture = await Fixture.start({ environmentVariables: VARIABLES });
  await fixture.pushOrThrow();
  client = new ConvexReactClient(fixture.deployment.url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    unsavedChangesWarning: false,
    logger: false,
  });
});

afterAll(async () => {
  await client.close();
  await fixture.stop();
});

/** Calls hooks in a component; gives what they returned last, and how to take it down. */
function render<Result>(useHooks: () => Result) {
  const rendered: { current?: Result } = {};
  function Hooks() {
    const result = useHooks();
    useEffect(() => {
      rendered.current = result;
    });
    return null;
  }
  const root = createRoot(newElement());
  root.render(createElement(ConvexProvider, { client }, createElement(Hooks)));
  return { rendered, unmount: () => root.unmount() };
}

const settled = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000, interval: 10 });

test("pages stay without gap and overlap while documents come and go", async () => {
  const author = "pages";
  for (let number = 10; number < 16; number += 1)
    await client.mutation(api.messages.send, { author, text: String(number) });
  const { rendered, unmount } = render(() =>
    usePaginatedQuery(api.features.page, { author }, { initialNumItems: 2 }),
  );
  const results = () => rendered.current?.results;
  await settled(() => expect(results()).toEqual(["15", "14"]));
  rendered.current?.loadMore(2);
  await settled(() => expect(results()).toEqual(["15", "14", "13", "12"]));
  // A longer first page, that ends where it did.
  await client.mutation(api.messages.send, { author, text: "16" });
  await settled(() => expect(results()).toEqual(["16", "15", "14", "13", "12"]));
  // The document that a page ended with goes, and with it the place where the next one began.
  await client.mutation(api.features.remove, { text: "14" });
  await settled(() => expect(results()).toEqual(["16", "15", "13", "12"]));
  rendered.current?.loadMore(10);
  await settled(() => expect(results()).toEqual(["16", "15", "13", "12", "11", "10"]));
  expect(rendered.current?.status).toBe("Exhausted");
  unmount();
});

test("an optimistic update is shown at once, and gives way to what the server says", async () => {
  const args = { author: "optimist" };
  const seen: (string | undefined)[] = [];
  const watch = client.watchQuery(api.messages.list, args);
  const stop = watch.onUpdate(() => {
    const shown = watch.localQueryResult()?.join();
    if (shown !== seen.at(-1)) seen.push(shown);
  });
  await vi.waitFor(() => expect(watch.localQueryResult()).toEqual([]));
  const { rendered, unmount } = render(() =>
    useMutation(api.messages.send).withOptimisticUpdate((store, { text }) => {
      store.setQuery(api.messages.list, args, [`${text}?`]);
    }),
  );
  await settled(() => expect(rendered.current).toBeDefined());
  await rendered.current?.({ ...args, text: "sure" });
  await vi.waitFor(() => expect(seen).toEqual(["", "sure?", "sure"]));
  const refused = client.mutation(
    api.messages.fail,
    { data: "no" },
    { optimisticUpdate: (store) => store.setQuery(api.messages.list, args, ["never"]) },
  );
  await expect(refused).rejects.toMatchObject({ data: { reason: "no" } });
  await vi.waitFor(() => expect(seen).toEqual(["", "sure?", "sure", "never", "sure"]));
  stop();
  unmount();
});
