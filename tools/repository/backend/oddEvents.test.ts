import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startBackend } from "../../../packages/convex-backend/test/setup";
import { oddEvents } from "./oddEvents";

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test.each(oddEvents)("nothing that WorkOS may send is refused: %s", async (_what, type, data) => {
  const backend = startBackend();
  expect((await backend.sendEvent(type, data)).status).toBe(200);
  // A row comes of user.created alone, and always.
  const { ours } = await backend.documents();
  expect(ours.users).toHaveLength(type === "user.created" ? 1 : 0);
});
