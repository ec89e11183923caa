import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { displayName } from "../convex/model/users";
import { assertHistories, type History } from "./histories";
import { startBackend } from "./setup";
import { stubWorkOS } from "./workosApi";

const TIMEOUT_MS = 15 * 60 * 1000;

// The component says a sentence for each event that it passes over, and we for each profile that is
// not there.
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Delivers what WorkOS sent, and lets the apps call, with WorkOS's API as it is in the end. */
async function arrive({ arrivals, users }: History) {
  const backend = startBackend();
  stubWorkOS({ users: [...users.values()], pageSize: 2 });
  for (const arrival of arrivals) {
    if ("subject" in arrival) {
      const ensured = backend.withIdentity(arrival).mutation(api.account.ensureUser);
      await ensured.catch((error: unknown) => {
        expect(error).toMatchObject({ data: { message: "Your account was deleted." } });
      });
    } else {
      const response = await backend.send(arrival);
      expect(response.status).toBe(200);
    }
  }
  await backend.finishInProgressScheduledFunctions();
  return backend;
}

test(
  "whatever the order and the repetitions, our tables are WorkOS's in the end",
  () =>
    assertHistories(false, async (history) => {
      const backend = await arrive(history);
      await expectEqual(backend, history);
      const { ours } = await backend.documents();
      expect(ours.tombstones?.map((row) => row.workosId as string).sort()).toEqual(
        [...history.deleted].sort(),
      );
      expect(
        sorted(ours.sessions!.map(({ sessionId, endedAt }) => [sessionId, endedAt ?? null])),
      ).toEqual(
        sorted(history.sessions.map(({ id, ended_at }) => [id, ended_at && Date.parse(ended_at)])),
      );
    }),
  TIMEOUT_MS,
);

test(
  "whatever is lost, one comparison with WorkOS makes up for it",
  () =>
    assertHistories(true, async (history) => {
      const backend = await arrive(history);
      const report = await backend.action(internal.reconcile.run, { maxRemovals: 100 });
      expect(report).toMatchObject({ isFinished: true, notRemoved: 0 });
      await expectEqual(backend, history);

      // And then there is nothing to do.
      const before = await backend.documents();
      const again = await backend.action(internal.reconcile.run, {});
      expect(again).toMatchObject({ saved: 0, removed: 0, notRemoved: 0 });
      const after = await backend.documents();
      expect({ ...after.ours, reconciliation: [] }).toEqual({ ...before.ours, reconciliation: [] });
      expect(after.component).toEqual(before.component);
    }),
  TIMEOUT_MS,
);

async function expectEqual(backend: ReturnType<typeof startBackend>, { users }: History) {
  const { ours, component } = await backend.documents();
  const atWorkOS = [...users.values()];
  expect(
    sorted(ours.users!.map(({ workosUserId, email, name }) => [workosUserId, email, name])),
  ).toEqual(
    sorted(
      atWorkOS.map(({ id, email, first_name, last_name }) => [
        id,
        email,
        displayName({ email, firstName: first_name, lastName: last_name }),
      ]),
    ),
  );
  expect(
    sorted(component.users!.map(({ id, email, firstName }) => [id, email, firstName])),
  ).toEqual(sorted(atWorkOS.map(({ id, email, first_name }) => [id, email, first_name])));
  // What a new person starts with, exactly once.
  expect(ours.lists!.map(({ ownerId }) => ownerId as string).sort()).toEqual(
    ours.users!.map(({ _id }) => _id as string).sort(),
  );
}

function sorted<T extends unknown[]>(rows: T[]): T[] {
  return rows.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
}
