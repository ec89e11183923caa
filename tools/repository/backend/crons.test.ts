import { makeFunctionReference } from "convex/server";
import { beforeEach, expect, test, vi } from "vitest";
import crons from "../../../packages/convex-backend/convex/crons";
import {
  startBackend,
  workosInvitation,
  workosSession,
  workosUser,
} from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";

const DAY_MS = 24 * 60 * 60 * 1000;

const jobs = Object.entries(crons.crons).map(([what, { name, schedule }]) => ({
  what,
  name,
  schedule,
}));

beforeEach(() => {
  vi.useFakeTimers();
});

/** Runs every job of crons.ts once, as Convex does when its time has come. */
async function runJobs(backend: ReturnType<typeof startBackend>) {
  await backend.run(async (ctx) => {
    for (const { name } of jobs) {
      await ctx.scheduler.runAfter(0, makeFunctionReference<"mutation">(name), {});
    }
  });
  await backend.finishAllScheduledFunctions(vi.runAllTimers);
}

test.each(jobs)("the job “$what” runs every day at least", ({ schedule }) => {
  expect(schedule).toEqual({
    type: "cron",
    cron: expect.stringMatching(/^\d+ (?:\d+|\*\/\d+) \* \* \*$/) as string,
  });
});

test("the jobs delete what is past its time, and keep the other", async () => {
  const backend = startBackend();
  const ada = workosUser({ id: "user_1" });
  const invitation = workosInvitation();
  stubWorkOS({ users: [ada], invitations: [invitation] });
  await backend.sendEvent("user.created", ada);
  await backend.sendEvent("session.created", workosSession({ id: "session_old" }));
  await backend.sendEvent("user.deleted", workosUser({ id: "user_old" }));
  await backend.sendEvent("invitation.created", invitation);
  vi.advanceTimersByTime(89 * DAY_MS);
  await backend.sendEvent("session.created", workosSession({ id: "session_new" }));
  await backend.sendEvent("user.deleted", workosUser({ id: "user_new" }));

  await runJobs(backend);
  const { ours: before } = await backend.documents();
  const { sessions, tombstones, invitations } = before;
  expect([sessions!.length, tombstones!.length, invitations!.length]).toEqual([2, 2, 1]);

  vi.advanceTimersByTime(2 * DAY_MS);
  await runJobs(backend);
  const { ours } = await backend.documents();
  expect(ours.sessions).toMatchObject([{ sessionId: "session_new" }]);
  expect(ours.tombstones).toMatchObject([{ workosId: "user_new" }]);
  expect(ours.invitations).toEqual([]);
  expect(ours.users).toMatchObject([{ workosId: "user_1" }]);
});

test("the jobs delete a lot in several transactions", async () => {
  const backend = startBackend();
  stubWorkOS();
  await backend.run(async (ctx) => {
    for (let index = 0; index < 1001; index++) {
      await ctx.db.insert("sessions", {
        sessionId: `session_${index}`,
        workosUserId: "user_1",
        endedAt: null,
        startedAt: 0,
        ipAddress: null,
        userAgent: null,
        authMethod: null,
      });
      await ctx.db.insert("tombstones", { workosId: `user_${index}`, hasDataLeft: false });
    }
  });
  vi.advanceTimersByTime(91 * DAY_MS);
  await runJobs(backend);
  const { ours } = await backend.documents();
  expect([ours.sessions, ours.tombstones]).toEqual([[], []]);
});

test("the jobs take up what stopped halfway, and bring what events left out", async () => {
  const backend = startBackend();
  stubWorkOS({ users: [workosUser({ id: "user_1" })] });
  await backend.run(async (ctx) => {
    const ownerId = await ctx.db.insert("users", { workosId: "user_2", email: "", name: "" });
    await ctx.db.delete("users", ownerId);
    await ctx.db.insert("lists", { ownerId, name: "Left" });
    await ctx.db.insert("tombstones", { workosId: "user_2", ownerId, hasDataLeft: true });
  });
  await runJobs(backend);
  const { ours } = await backend.documents();
  expect(ours.lists).toMatchObject([{ name: "My first list" }]);
  expect(ours.users).toMatchObject([{ workosId: "user_1" }]);
});
