import { Cron } from "croner";
import { jsonToConvex, type JSONValue } from "convex/values";
import type { Engine } from "./engine.ts";
import type { LoadedApp } from "./loaded-app.ts";
import { MAXIMUM_DELAY_MS } from "./scheduler.ts";

/** A cron job as `crons.ts` declares it. */
export type CronJob = { name: string; args: [JSONValue]; schedule: Schedule };
type Schedule = { type: string; cron?: string; dayOfWeek?: string } & {
  [unit in "seconds" | "minutes" | "hours" | "minuteUTC" | "hourUTC" | "day"]?: number;
};

/** Runs the jobs of each component's `crons.ts`, never two runs of one at a time. */
export function createCrons(engine: Engine) {
  const jobs = new Map<string, { content: string; stop: () => void }>();

  function start(componentPath: string, job: CronJob, isRestart: boolean): () => void {
    const { name: udfPath, args, schedule } = job;
    let running = false;
    const run = async () => {
      if (running) return;
      running = true;
      await engine.runInternal({ componentPath, udfPath }, jsonToConvex(args[0]));
      running = false;
    };
    return engine.detached(() => {
      if (schedule.type !== "interval") {
        const cron = new Cron(patternOf(schedule), { timezone: "UTC" }, run);
        return () => cron.stop();
      }
      if (!isRestart) void run();
      const timer = setInterval(() => void run(), millisecondsOf(schedule));
      return () => clearInterval(timer);
    });
  }

  /**
   * Takes up the jobs of an app: those that did not change go on as they were. The first run of a
   * new interval is at once, as on a deployment, or after a restart when it has passed.
   */
  return function update({ components }: LoadedApp, isRestart: boolean): void {
    const gone = new Set(jobs.keys());
    for (const [componentPath, { functions }] of components)
      for (const [name, job] of functions["crons.js"]?.cronSpecs ?? []) {
        const key = `${componentPath}|${name}`;
        const content = JSON.stringify(job);
        gone.delete(key);
        if (jobs.get(key)?.content === content) continue;
        jobs.get(key)?.stop();
        jobs.set(key, { content, stop: start(componentPath, job, isRestart) });
      }
    for (const key of gone) {
      jobs.get(key)?.stop();
      jobs.delete(key);
    }
  };
}

/** Throws what is wrong with a schedule. */
export function assertSchedule(schedule: Schedule): void {
  if (schedule.type !== "interval") new Cron(patternOf(schedule), { paused: true }).stop();
}

function millisecondsOf({ seconds = 0, minutes = 0, hours = 0 }: Schedule): number {
  return Math.min((seconds + 60 * (minutes + 60 * hours)) * 1000, MAXIMUM_DELAY_MS);
}

/** What a schedule does not name may be anything, but for the minute. */
function patternOf({ cron, minuteUTC = 0, hourUTC, day, dayOfWeek }: Schedule): string {
  return cron ?? `${minuteUTC} ${hourUTC ?? "*"} ${day ?? "*"} * ${dayOfWeek?.slice(0, 3) ?? "*"}`;
}
