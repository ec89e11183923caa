import { Cron } from "croner";
import type { JSONValue } from "convex/values";

/** The longest delay that a timer of Node can have. */
export const MAXIMUM_DELAY_MS = 2 ** 31 - 1;

/** A cron job as `crons.ts` declares it. */
export type CronJob = { name: string; args: [JSONValue]; schedule: Schedule };
type Schedule = { type: string; cron?: string; dayOfWeek?: string } & {
  [unit in "seconds" | "minutes" | "hours" | "minuteUTC" | "hourUTC" | "day"]?: number;
};

/** Throws what is wrong with a schedule. */
export function assertSchedule(schedule: Schedule): void {
  if (schedule.type !== "interval") new Cron(patternOf(schedule), { paused: true }).stop();
}

/** How long the interval of a schedule is. */
export function millisecondsOf({ seconds = 0, minutes = 0, hours = 0 }: Schedule): number {
  return Math.min((seconds + 60 * (minutes + 60 * hours)) * 1000, MAXIMUM_DELAY_MS);
}

/** A schedule as a cron expression. What it does not name may be anything, but for the minute. */
export function patternOf({ cron, minuteUTC = 0, hourUTC, day, dayOfWeek }: Schedule): string {
  return cron ?? `${minuteUTC} ${hourUTC ?? "*"} ${day ?? "*"} * ${dayOfWeek?.slice(0, 3) ?? "*"}`;
}
