import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";
import { expect, test, vi } from "vitest";
import config from "../../../apps/next/next.config";

test("the code of a callback is in no log", () => {
  vi.stubEnv("NEXT_PUBLIC_CONVEX_URL", "http://127.0.0.1:3210");
  vi.stubEnv("NEXT_PUBLIC_WORKOS_REDIRECT_URI", "http://localhost:3000/callback");
  const { logging } = config(PHASE_DEVELOPMENT_SERVER);
  const { ignore = [] } = (logging || {}).incomingRequests as { ignore?: RegExp[] };
  const isLogged = (path: string) => !ignore.some((pattern) => pattern.test(path));
  expect(isLogged("/callback?code=secret&state=secret")).toBe(false);
  expect(isLogged("/lists")).toBe(true);
});
