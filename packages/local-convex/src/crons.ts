import { Cron } from "croner";
import { jsonToConvex } from "convex/values";
import type { CronSchedule, CronSpec } from "./analyze.ts";
import type { Engine } from "./engine.ts";
import type { LoadedApp } from "./loaded-app.ts";
import { MAXIMUM_DELAY_MS } from "./scheduler.ts";

const MS_PER = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 };

/** Runs the jobs of each component's `crons.ts`, never two runs of one at a time. */
export class Crons {
  private readonly engine: Engine;
  private readonly jobs = new Map<string, { content: string; stop: () => void }>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /**
   * Takes up the jobs of an app: those that did not change go on as they were. The first run of a
   * new interval is at once, as on a deployment, or after a restart when it has passed.
   */
  update({ components }: LoadedApp, isRestart: boolean): void {
    const declared = new Set<string>();
    for (const [componentPath, { functions }] of components)
      for (const [name, spec] of functions["crons.js"]?.cronSpecs ?? []) {
        const key = `${componentPath}|${name}`;
        const content = JSON.stringify(spec);
        declared.add(key);
        if (this.jobs.get(key)?.content === content) continue;
        this.jobs.get(key)?.stop();
        this.jobs.set(key, { content, stop: this.start(componentPath, spec, isRestart) });
      }
    for (const [key, job] of this.jobs)
      if (!declared.has(key)) {
        job.stop();
        this.jobs.delete(key);
      }
  }

  private start(componentPath: string, spec: CronSpec, isRestart: boolean): () => void {
    let running = false;
    const run = async () => {
      if (running) return;
      running = true;
      const udfPath = spec.name;
      await this.engine.runInternal({ componentPath, udfPath }, jsonToConvex(spec.args[0]));
      running = false;
    };
    return this.engine.detached(() => {
      if (spec.schedule.type !== "interval") {
        const job = new Cron(patternOf(spec.schedule), { timezone: "UTC" }, run);
        return () => job.stop();
      }
      if (!isRestart) void run();
      const timer = setInterval(() => void run(), intervalOf(spec.schedule));
      return () => clearInterval(timer);
    });
  }
}

/** What is wrong with a schedule; null if nothing is. */
export function scheduleError(schedule: CronSchedule): string | null {
  if (schedule.type === "interval") return null;
  try {
    new Cron(patternOf(schedule), { paused: true }).stop();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function intervalOf(schedule: CronSchedule & { type: "interval" }): number {
  const units = ["seconds", "minutes", "hours"] as const;
  const milliseconds = units.map((unit) => (schedule[unit] ?? 0) * MS_PER[unit]);
  return Math.min(Math.max(...milliseconds), MAXIMUM_DELAY_MS);
}

function patternOf(schedule: Exclude<CronSchedule, { type: "interval" }>): string {
  if (schedule.type === "cron") return schedule.cron;
  const { type, minuteUTC = 0, hourUTC = 0, dayOfWeek = "", day = 1 } = schedule;
  const hour = type === "hourly" ? "*" : hourUTC;
  return `${minuteUTC} ${hour} ${type === "monthly" ? day : "*"} * ${type === "weekly" ? dayOfWeek.slice(0, 3) : "*"}`;
}
