import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.cron("delete what is past its time", "17 3 * * *", internal.cleanup.sweep, {});
crons.cron("compare with WorkOS", "41 */6 * * *", internal.reconcile.run, {});

export default crons;
