import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.daily(
  "delete what is past its time",
  { hourUTC: 3, minuteUTC: 17 },
  internal.retention.sweep,
);

// Also takes up a run that did not finish.
crons.cron("compare with WorkOS", "41 */6 * * *", internal.reconcile.run, {});

export default crons;
