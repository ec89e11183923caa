import { renderHook } from "@testing-library/react";
import { ConvexReactClient } from "convex/react";
import { afterEach, expect, test, vi } from "vitest";
import { useConvexAuthFromAuthKit } from "../../../packages/authkit-convex/src/index.ts";

/** A WebSocket that a test opens and closes. */
class StubSocket {
  static all: StubSocket[] = [];
  onopen?: () => void;
  onclose?: (event: { code: number; reason: string }) => void;
  constructor() {
    StubSocket.all.push(this);
  }
  send() {}
  close() {
    this.onclose?.({ code: 1000, reason: "" });
  }
}

const session = {
  isLoading: false,
  userId: "user_ada",
  organizationId: undefined,
  getAccessToken: () => Promise.resolve(undefined),
};

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  StubSocket.all = [];
});

/** A page whose connection to Convex has ended, while the network has not. */
function losePage() {
  vi.useFakeTimers();
  const hook = renderHook(useConvexAuthFromAuthKit, { initialProps: session });
  const client = new ConvexReactClient("https://happy-otter-123.convex.cloud", {
    webSocketConstructor: StubSocket as unknown as typeof WebSocket,
    unsavedChangesWarning: false,
    logger: false,
  });
  cleanups.push(hook.unmount, () => void client.close());
  // Opens the connection.
  client.connectionState();
  const [socket] = StubSocket.all;
  socket?.onopen?.();
  socket?.onclose?.({ code: 1006, reason: "" });
  expect(StubSocket.all).toHaveLength(1);
  return hook;
}

const turnTo = (state: DocumentVisibilityState) => {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
};

test("Convex reconnects at once when the person comes back to the tab", () => {
  losePage();
  turnTo("hidden");
  expect(StubSocket.all).toHaveLength(1);
  turnTo("visible");
  expect(StubSocket.all).toHaveLength(2);
});

test("nothing is tried without a network", () => {
  losePage();
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  turnTo("visible");
  expect(StubSocket.all).toHaveLength(1);
});

test("nothing is left of a page that is gone", () => {
  losePage().unmount();
  turnTo("visible");
  expect(StubSocket.all).toHaveLength(1);
});
