import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  renewAccessToken,
  useAccessTokenClaims,
  useConvexAuthFromAuthKit,
  type AuthKitSession,
} from "../../../packages/authkit-convex/src/index.ts";

/** An access token of a user, told from others of theirs by its id. */
function tokenOf(sub: string, jti: string, org_id?: string): string {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${part({ alg: "RS256" })}.${part({ sub, org_id, jti })}.signature`;
}

const first = tokenOf("user_ada", "first");
const second = tokenOf("user_ada", "second");

const signedIn: AuthKitSession = {
  isLoading: false,
  userId: "user_ada",
  organizationId: undefined,
  getAccessToken: () => Promise.resolve(first),
};

function renderBridge(initial: AuthKitSession) {
  const { result, rerender, unmount } = renderHook(useConvexAuthFromAuthKit, {
    initialProps: initial,
  });
  return {
    rerender,
    unmount,
    get current() {
      return result.current;
    },
    fetch: (forceRefreshToken = false) => result.current.fetchAccessToken({ forceRefreshToken }),
  };
}

/** A `getAccessToken` that has the token `cached`, and gets the next of `refreshes` when forced. */
function tokens(cached: string, refreshes: (string | undefined | Error)[]) {
  const getAccessToken = vi.fn(({ forceRefresh }: { forceRefresh: boolean }) => {
    const next = forceRefresh ? refreshes.shift() : cached;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return {
    getAccessToken,
    forced: () => getAccessToken.mock.calls.filter(([{ forceRefresh }]) => forceRefresh).length,
  };
}

describe("what Convex sees", () => {
  test("loading, signed out, signed in", () => {
    const bridge = renderBridge({ ...signedIn, isLoading: true, userId: undefined });
    expect(bridge.current).toMatchObject({ isLoading: true, isAuthenticated: false });
    bridge.rerender({ ...signedIn, userId: undefined });
    expect(bridge.current).toMatchObject({ isLoading: false, isAuthenticated: false });
    bridge.rerender(signedIn);
    expect(bridge.current).toMatchObject({ isLoading: false, isAuthenticated: true });
  });

  test("nothing changes with a new render, a new getAccessToken, or an SDK that looks again", () => {
    const bridge = renderBridge(signedIn);
    const before = bridge.current;
    bridge.rerender({ ...signedIn, getAccessToken: () => Promise.resolve(second) });
    expect(bridge.current).toBe(before);
    bridge.rerender({ ...signedIn, isLoading: true });
    expect(bridge.current).toMatchObject({ isLoading: false, isAuthenticated: true });
    expect(bridge.current.fetchAccessToken).toBe(before.fetchAccessToken);
  });

  test.each([
    ["another user", { userId: "user_grace" }],
    ["another organization", { organizationId: "org_analytical_engines" }],
  ])("%s is another authentication", (_what, change) => {
    const bridge = renderBridge(signedIn);
    const before = bridge.current.fetchAccessToken;
    bridge.rerender({ ...signedIn, ...change });
    expect(bridge.current.fetchAccessToken).not.toBe(before);
  });

  test("the latest getAccessToken is asked", async () => {
    const bridge = renderBridge(signedIn);
    bridge.rerender({ ...signedIn, getAccessToken: () => Promise.resolve(second) });
    expect(await bridge.fetch()).toBe(second);
  });
});

describe("the token", () => {
  test("is refreshed when Convex has it already and wants another", async () => {
    const { getAccessToken, forced } = tokens(first, [second]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    expect(await bridge.fetch()).toBe(first);
    expect(await bridge.fetch(true)).toBe(second);
    expect(forced()).toBe(1);
  });

  test("is not refreshed again when the SDK has done so by itself", async () => {
    const { getAccessToken, forced } = tokens(second, []);
    const bridge = renderBridge(signedIn);
    expect(await bridge.fetch()).toBe(first);
    bridge.rerender({ ...signedIn, getAccessToken });
    expect(await bridge.fetch(true)).toBe(second);
    expect(forced()).toBe(0);
  });

  test("is waited for when AuthKit gives the same one again, which would sign Convex out", async () => {
    vi.useFakeTimers();
    const { getAccessToken } = tokens(first, [first, first, second]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    await bridge.fetch();
    const token = bridge.fetch(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await token).toBe(second);
    vi.useRealTimers();
  });

  test("is null when the person has to sign in again", async () => {
    const { getAccessToken } = tokens(first, [undefined]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    await bridge.fetch();
    expect(await bridge.fetch(true)).toBeNull();
  });
});

describe("the page is of one person in one organization", () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    reload.mockClear();
  });

  /** A page that has had a token of its own, in a browser that then has `later`. */
  async function openPage(session: AuthKitSession, later: string) {
    const bridge = renderBridge(session);
    await bridge.fetch();
    bridge.rerender({ ...session, getAccessToken: () => Promise.resolve(later) });
    const settled = vi.fn();
    void bridge.fetch(true).then(settled);
    return { bridge, settled };
  }

  test.each([
    ["another person", signedIn, tokenOf("user_grace", "hers")],
    ["no person", signedIn, "not a token"],
    ["another organization", signedIn, tokenOf("user_ada", "third", "org_analytical_engines")],
    [
      "no organization",
      {
        ...signedIn,
        organizationId: "org_analytical_engines",
        getAccessToken: () =>
          Promise.resolve(tokenOf("user_ada", "first", "org_analytical_engines")),
      },
      second,
    ],
  ])("a token of %s starts it anew, and does not reach Convex", async (_who, session, later) => {
    const { settled } = await openPage(session, later);
    await vi.advanceTimersByTimeAsync(0);
    expect(reload).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reload).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(settled).not.toHaveBeenCalled();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test("an SDK that says meanwhile who it is now is believed", async () => {
    const hers = tokenOf("user_grace", "hers");
    const { bridge, settled } = await openPage(signedIn, hers);
    await vi.advanceTimersByTimeAsync(0);
    bridge.rerender({
      ...signedIn,
      userId: "user_grace",
      getAccessToken: () => Promise.resolve(hers),
    });
    expect(await bridge.fetch()).toBe(hers);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(settled).toHaveBeenCalledExactlyOnceWith(null);
    expect(reload).not.toHaveBeenCalled();
  });

  test("a page that never had a token of its own ends, and is not started anew for ever", async () => {
    const bridge = renderBridge({
      ...signedIn,
      getAccessToken: () => Promise.resolve(tokenOf("user_grace", "hers")),
    });
    const token = bridge.fetch();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await token).toBeNull();
    expect(reload).not.toHaveBeenCalled();
  });

  test("no token once nobody is signed in", async () => {
    const bridge = renderBridge(signedIn);
    const { fetchAccessToken } = bridge.current;
    await bridge.fetch();
    bridge.rerender({ ...signedIn, userId: undefined });
    expect(await fetchAccessToken({ forceRefreshToken: false })).toBeNull();
    expect(await fetchAccessToken({ forceRefreshToken: true })).toBeNull();
  });
});

describe("an outage", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is waited out, with one refresh for all who wait", async () => {
    const outage = Array.from({ length: 9 }, () => new Error("503"));
    const { getAccessToken, forced } = tokens(first, [...outage, second]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    await bridge.fetch();
    const waiting = [bridge.fetch(true), bridge.fetch(true)];
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await Promise.all(waiting)).toEqual([second, second]);
    expect(forced()).toBe(10);
  });

  test("ends early when the network comes back", async () => {
    const { getAccessToken } = tokens(first, [new Error("offline"), second]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    await bridge.fetch();
    const waiting = bridge.fetch(true);
    await vi.advanceTimersByTimeAsync(1);
    window.dispatchEvent(new Event("online"));
    expect(await waiting).toBe(second);
  });

  // As when a request is never answered (convex-js#181).
  test.each([
    ["a token", false],
    ["a refresh", true],
  ])("%s that never comes is asked for again", async (_what, isForced) => {
    const { getAccessToken } = tokens(first, [second]);
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    if (isForced) await bridge.fetch();
    let hangs = true;
    getAccessToken.mockImplementation(({ forceRefresh }) => {
      if (hangs && forceRefresh === isForced) return new Promise(() => {});
      return Promise.resolve(forceRefresh ? second : first);
    });
    const settled = vi.fn();
    void bridge.fetch(isForced).then(settled);
    await vi.advanceTimersByTimeAsync(29_000);
    hangs = false;
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(settled).toHaveBeenCalledExactlyOnceWith(isForced ? second : first);
  });

  test("is no longer waited out for a person who has left", async () => {
    const bridge = renderBridge({
      ...signedIn,
      getAccessToken: () => Promise.reject(new Error("503")),
    });
    const waiting = bridge.fetch();
    bridge.rerender({ ...signedIn, userId: "user_grace" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toBeNull();
  });

  test("is no longer waited out by a page that is gone", async () => {
    const getAccessToken = vi.fn(() => Promise.reject(new Error("503")));
    const bridge = renderBridge({ ...signedIn, getAccessToken });
    const waiting = bridge.fetch();
    bridge.unmount();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await waiting).toBeNull();
    expect(getAccessToken).toHaveBeenCalledTimes(1);
  });

  test("'sign in first' from an SDK that is loading is no answer", async () => {
    const bridge = renderBridge({
      ...signedIn,
      isLoading: true,
      getAccessToken: () => Promise.resolve(undefined),
    });
    const waiting = bridge.fetch();
    await vi.advanceTimersByTimeAsync(1);
    bridge.rerender(signedIn);
    expect(await waiting).toBe(first);
  });
});

test("the claims of the token that Convex has are there to show, until nobody is signed in", async () => {
  const { getAccessToken } = tokens(first, [second]);
  const bridge = renderBridge({ ...signedIn, getAccessToken });
  const { result } = renderHook(useAccessTokenClaims);
  await act(() => bridge.fetch());
  expect(result.current).toEqual({ sub: "user_ada", jti: "first" });
  await act(() => bridge.fetch(true));
  expect(result.current).toEqual({ sub: "user_ada", jti: "second" });
  getAccessToken.mockImplementationOnce(() => Promise.resolve(undefined));
  await act(() => bridge.fetch());
  expect(result.current).toBeUndefined();
  await act(() => bridge.fetch());
  expect(result.current).toBeDefined();
  act(() => bridge.rerender({ ...signedIn, userId: undefined }));
  expect(result.current).toBeUndefined();
});

test("a renewal gives Convex a token that AuthKit has refreshed, once", async () => {
  const { getAccessToken, forced } = tokens(first, [second]);
  const bridge = renderBridge({ ...signedIn, getAccessToken });
  expect(await bridge.fetch()).toBe(first);
  const before = bridge.current.fetchAccessToken;
  act(() => renewAccessToken());
  expect(bridge.current.fetchAccessToken).not.toBe(before);
  expect(bridge.current).toMatchObject({ isLoading: false, isAuthenticated: true });
  expect(await bridge.fetch()).toBe(second);
  await bridge.fetch();
  expect(forced()).toBe(1);
});

test("a switch to another organization after a renewal refreshes no token", async () => {
  const inEngines = tokenOf("user_ada", "third", "org_engines");
  const renewed = tokens(first, [second]);
  const bridge = renderBridge({ ...signedIn, getAccessToken: renewed.getAccessToken });
  act(() => renewAccessToken());
  expect(await bridge.fetch()).toBe(second);
  const switched = tokens(inEngines, []);
  bridge.rerender({
    ...signedIn,
    organizationId: "org_engines",
    getAccessToken: switched.getAccessToken,
  });
  expect(await bridge.fetch()).toBe(inEngines);
  expect(switched.forced()).toBe(0);
});
