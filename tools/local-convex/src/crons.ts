import { Cron } from "croner";
import { jsonToConvex } from "convex/values";
import { millisecondsOf, patternOf, type CronJob } from "./cron-schedule.ts";
import type { Engine } from "./engine.ts";
import type { LoadedApp } from "./loaded-app.ts";

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
