import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import {
  syscall,
  type Accessor,
  type ConvexDocument,
  type Database,
  type FunctionPath,
  type Internals,
} from "./engine-internals.ts";
import type { UdfType } from "./analyze.ts";
import { logDeploymentLine } from "./function-console.ts";
import { describeFailure, FunctionError } from "./function-failure.ts";
import { runningFunction } from "./function-modules.ts";

/** The table of scheduled functions, which apps can read too. */
const JOB_TABLE = "_scheduled_functions";
/** The longest delay that a timer of Node can have. */
const MAXIMUM_DELAY_MS = 2 ** 31 - 1;

type Job = ConvexDocument & {
  name: string;
  args: [Value];
  scheduledTime: number;
  state: { kind: "pending" | "inProgress" | "success" | "failed" | "canceled" };
};

type SchedulerOptions = {
  internals: Internals;
  databaseOf: (componentPath: string) => Database;
  udfTypeOf: (path: FunctionPath) => UdfType | null;
  /** Runs outside whatever request caused the call. */
  detached: (run: () => void) => void;
};

/**
 * Runs scheduled functions: mutations exactly once, actions at most once.
 *
 * convex-test's own scheduler arms a timer before the transaction commits and keeps a job's target
 * in that timer's closure, where no restart can find it. This one arms what is committed.
 */
export class Scheduler {
  private readonly options: SchedulerOptions;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** The function of each job by {@link jobKey}: documents of jobs have no room for its component. */
  private readonly targets = new Map<string, FunctionPath>();

  constructor(options: SchedulerOptions) {
    this.options = options;
  }

  /** `ctx.scheduler.runAfter` and `runAt`: writes the job in the transaction of the caller. */
  async schedule(request: Record<string, unknown>): Promise<string> {
    const { name, reference, functionHandle, args, ts } = request;
    const { internals, databaseOf, udfTypeOf } = this.options;
    const address = { name, reference, functionHandle };
    const handle = (await syscall(internals, "1.0/createFunctionHandle", address)) as string;
    const target = parseHandle(handle);
    if (udfTypeOf(target) === null)
      throw new FunctionError(
        `Attempted to schedule function at nonexistent path: ${target.udfPath}`,
      );
    const componentPath = runningFunction.getStore()?.componentPath ?? "";
    const id = databaseOf(componentPath).insert(JOB_TABLE, {
      name: target.udfPath,
      args: [jsonToConvex(args as JSONValue)],
      scheduledTime: Number(ts) * 1000,
      state: { kind: "pending" },
    });
    this.targets.set(jobKey(componentPath, id), target);
    return id;
  }

  /** Follows the committed changes of a component's jobs. */
  onWrite(componentPath: string, writes: Record<string, ConvexDocument | null>): void {
    for (const [id, document] of Object.entries(writes)) {
      if (!id.endsWith(JOB_TABLE)) continue;
      const key = jobKey(componentPath, id);
      clearTimeout(this.timers.get(key));
      this.timers.delete(key);
      const job = document as Job | null;
      if (job?.state.kind === "pending") this.arm(componentPath, job);
      else if (job?.state.kind !== "inProgress") this.targets.delete(key);
    }
  }

  /** The functions of jobs that are not done, to be restored after a restart. */
  snapshot(): [string, FunctionPath][] {
    return [...this.targets].filter(([key]) => {
      // Those of transactions that were rolled back have no document.
      const [componentPath = "", id = ""] = key.split("|");
      return id in this.options.databaseOf(componentPath)._documents;
    });
  }

  /** Takes up the jobs that are among the restored documents. */
  async restore(targets: [string, FunctionPath][], componentPaths: string[]): Promise<void> {
    for (const [key, target] of targets) this.targets.set(key, target);
    for (const componentPath of componentPaths) {
      const documents = Object.entries(this.options.databaseOf(componentPath)._documents);
      for (const [id, document] of documents) {
        if (!id.endsWith(JOB_TABLE)) continue;
        const job = document as Job;
        if (job.state.kind === "pending") this.arm(componentPath, job);
        // An action that was cut off may have done its work: a deployment does not run it twice.
        if (job.state.kind === "inProgress") await this.setState(componentPath, id, "failed");
      }
    }
  }

  /** Forgets all timers; the jobs stay pending. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private arm(componentPath: string, job: Job): void {
    const key = jobKey(componentPath, job._id);
    const delay = Math.min(Math.max(0, job.scheduledTime - Date.now()), MAXIMUM_DELAY_MS);
    this.options.detached(() => {
      const timer = setTimeout(() => {
        this.timers.delete(key);
        if (job.scheduledTime > Date.now()) this.arm(componentPath, job);
        else void this.run(componentPath, job);
      }, delay);
      this.timers.set(key, timer);
    });
  }

  private async run(componentPath: string, job: Job): Promise<void> {
    const target = this.targets.get(jobKey(componentPath, job._id));
    try {
      const udfType = target ? this.options.udfTypeOf(target) : null;
      if (!target || !udfType) throw new FunctionError(`Could not find function ${job.name}.`);
      const [args] = job.args;
      if (udfType === "Action") {
        if (!(await this.setState(componentPath, job._id, "inProgress"))) return;
        await this.accessor.actionFromPath(target, args);
        await this.setState(componentPath, job._id, "success");
        return;
      }
      // In one transaction with the job's state, so that a crash cannot run a mutation twice.
      await this.transaction(componentPath, job._id, async (setState) => {
        if (udfType === "Mutation") await this.accessor.mutationFromPath(target, args);
        else await this.accessor.queryFromPath(target, args);
        setState("success");
      });
    } catch (error) {
      logDeploymentLine(`[ERROR] ${job.name}: ${describeFailure(error).message}`);
      await this.setState(componentPath, job._id, "failed");
    }
  }

  private get accessor(): Accessor {
    return this.options.internals.accessor;
  }

  private async setState(
    componentPath: string,
    id: string,
    kind: "inProgress" | "success" | "failed",
  ): Promise<boolean> {
    return await this.transaction(componentPath, id, (setState) => Promise.resolve(setState(kind)));
  }

  /** Runs `change` unless the job was canceled or deleted meanwhile; says whether it ran. */
  private async transaction(
    componentPath: string,
    id: string,
    change: (setState: (kind: "inProgress" | "success" | "failed") => void) => Promise<void>,
  ): Promise<boolean> {
    const db = this.options.databaseOf(componentPath);
    return await this.accessor.runInComponent(componentPath, async () => {
      const job = db.get(JOB_TABLE, id) as Job | null;
      if (job?.state.kind !== "pending" && job?.state.kind !== "inProgress") return false;
      await change((kind) => {
        const completed = kind === "inProgress" ? {} : { completedTime: Date.now() };
        db.patch(JOB_TABLE, id, { state: { kind }, ...completed });
      });
      return true;
    });
  }
}

function jobKey(componentPath: string, id: string): string {
  return `${componentPath}|${id}`;
}

function parseHandle(handle: string): FunctionPath {
  const [componentPath = "", udfPath = ""] = handle.replace("function://", "").split(";");
  return { componentPath, udfPath };
}
