import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.cron("delete old sign-in activity", "17 3 * * *", internal.retention.sweep, {});
crons.cron("delete what deleted people left", "27 3 * * *", internal.deletedUsers.sweep, {});
crons.cron("compare with WorkOS", "41 */6 * * *", internal.reconcile.run, {});

export default crons;
