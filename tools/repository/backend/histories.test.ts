import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../../../packages/convex-backend/convex/_generated/api";
import { displayName } from "../../../packages/convex-backend/convex/model/users";
import { startBackend } from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";
import { assertHistories, type History } from "./histories";

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
async function arrive({ arrivals, deleted: _deleted, ...workos }: History) {
  const backend = startBackend();
  stubWorkOS({ ...workos, pageSize: 2 });
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
      expect(sorted(ours.sessions!.map(({ sessionId, endedAt }) => [sessionId, endedAt]))).toEqual(
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
      expect(report).toMatchObject({ isFinished: true, removed: report.gone });
      await expectEqual(backend, history);

      // And then there is nothing to do.
      const before = await backend.documents();
      const again = await backend.action(internal.reconcile.run, {});
      expect(again).toMatchObject({ missing: 0, outdated: 0, gone: 0 });
      expect(await backend.documents()).toEqual(before);
    }),
  TIMEOUT_MS,
);

async function expectEqual(backend: ReturnType<typeof startBackend>, workos: History) {
  const { ours, component } = await backend.documents();
  const { users, organizations, memberships, invitations } = workos;
  expect(sorted(ours.users!.map(({ workosId, email, name }) => [workosId, email, name]))).toEqual(
    sorted(
      users.map(({ id, email, first_name, last_name }) => [
        id,
        email,
        displayName({ email, firstName: first_name, lastName: last_name }),
      ]),
    ),
  );
  expect(
    sorted(component.users!.map(({ id, email, firstName }) => [id, email, firstName])),
  ).toEqual(sorted(users.map(({ id, email, first_name }) => [id, email, first_name])));
  // What a new person starts with, exactly once.
  expect(ours.lists!.map(({ ownerId }) => ownerId as string).sort()).toEqual(
    ours.users!.map(({ _id }) => _id as string).sort(),
  );
  expect(sorted(ours.organizations!.map(({ workosId, name }) => [workosId, name]))).toEqual(
    sorted(organizations.map(({ id, name }) => [id, name])),
  );
  expect(
    sorted(
      ours.memberships!.map((row) => [
        ...[row.workosId, row.workosUserId, row.workosOrganizationId],
        ...[row.role, row.status],
      ]),
    ),
  ).toEqual(
    sorted(
      memberships.map(({ id, user_id, organization_id, role, status }) => [
        ...[id, user_id, organization_id, role.slug, status],
      ]),
    ),
  );
  expect(
    sorted(
      ours.invitations!.map((row) => [
        row.workosId,
        row.workosOrganizationId,
        row.email,
        row.state,
      ]),
    ),
  ).toEqual(
    sorted(invitations.map((each) => [each.id, each.organization_id, each.email, each.state])),
  );
}

function sorted<T extends unknown[]>(rows: T[]): T[] {
  return rows.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
}
