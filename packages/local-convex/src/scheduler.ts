import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { syscall, tableOfId, type ConvexDocument, type FunctionPath } from "./engine-internals.ts";
import type { Engine } from "./engine.ts";
import { FunctionError } from "./function-failure.ts";
import { functionScope } from "./function-scope.ts";
import type { Writes } from "./state-store.ts";

/** The table of scheduled functions, which apps can read too. */
const JOB_TABLE = "_scheduled_functions";
/** The longest delay that a timer of Node can have. */
export const MAXIMUM_DELAY_MS = 2 ** 31 - 1;

type Job = ConvexDocument & {
  name: string;
  /** Of the function, where it is not the component that scheduled it. */
  componentPath?: string;
  args: [Value];
  scheduledTime: number;
  state: { kind: "pending" | "inProgress" | "success" | "failed" | "canceled" };
};

/**
 * Runs scheduled functions: mutations exactly once, actions at most once.
 *
 * convex-test's own scheduler arms a timer before the transaction commits and keeps a job's target
 * in that timer's closure, where no restart can find it. This one arms what is committed.
 */
export class Scheduler {
  private readonly engine: Engine;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** `ctx.scheduler.runAfter` and `runAt`: writes the job in the transaction of the caller. */
  async schedule(request: Record<string, unknown>): Promise<string> {
    const { name, reference, functionHandle, args, ts } = request;
    const { engine } = this;
    const address = { name, reference, functionHandle };
    const handle = (await syscall(engine.internals, "1.0/createFunctionHandle", address)) as string;
    const [componentPath = "", udfPath = ""] = handle.replace("function://", "").split(";");
    if (!engine.find({ componentPath, udfPath }))
      throw new FunctionError(`Attempted to schedule function at nonexistent path: ${udfPath}`);
    const ownPath = functionScope.getStore()?.componentPath ?? "";
    return engine.database(ownPath).insert(JOB_TABLE, {
      name: udfPath,
      ...(componentPath === ownPath ? {} : { componentPath }),
      args: [jsonToConvex(args as JSONValue)],
      scheduledTime: Number(ts) * 1000,
      state: { kind: "pending" },
    });
  }

  /** Follows the committed changes of a component's jobs. */
  onWrite(componentPath: string, writes: Writes): void {
    for (const [id, document] of Object.entries(writes)) {
      if (tableOfId(id) !== JOB_TABLE) continue;
      const key = `${componentPath}|${id}`;
      clearTimeout(this.timers.get(key));
      this.timers.delete(key);
      const job = document as Job | null;
      if (job?.state.kind === "pending") this.arm(componentPath, job);
    }
  }

  /** Takes up the jobs that an earlier run left. */
  async restore(): Promise<void> {
    for (const [componentPath, db] of this.engine.databases()) {
      for (const document of Object.values(db._documents)) {
        if (tableOfId(document._id) !== JOB_TABLE) continue;
        const job = document as Job;
        if (job.state.kind === "pending") this.arm(componentPath, job);
        // An action that was cut off may have done its work: a deployment does not run it twice.
        if (job.state.kind === "inProgress")
          await this.transaction(componentPath, job, (setState) => setState("failed"));
      }
    }
  }

  private arm(componentPath: string, job: Job): void {
    const key = `${componentPath}|${job._id}`;
    const delay = Math.min(Math.max(0, job.scheduledTime - Date.now()), MAXIMUM_DELAY_MS);
    this.engine.detached(() => {
      const timer = setTimeout(() => {
        this.timers.delete(key);
        if (job.scheduledTime > Date.now()) this.arm(componentPath, job);
        else void this.run(componentPath, job);
      }, delay);
      this.timers.set(key, timer);
    });
  }

  private async run(ownPath: string, job: Job): Promise<void> {
    const { engine } = this;
    const [args] = job.args;
    const target: FunctionPath = { componentPath: job.componentPath ?? ownPath, udfPath: job.name };
    const isAction = engine.find(target)?.udfType === "Action";
    if (isAction && !(await this.transaction(ownPath, job, (set) => set("inProgress")))) return;
    const outcome = await engine.runInternal(target, args, async (call) => {
      if (isAction) await call();
      // A mutation in one transaction with its job's state, so that a crash cannot run it twice.
      await this.transaction(ownPath, job, async (setState) => {
        if (!isAction) await call();
        setState("success");
      });
    });
    if (!outcome.ok) await this.transaction(ownPath, job, (setState) => setState("failed"));
  }

  /** Runs `change` unless the job was canceled or deleted meanwhile; says whether it ran. */
  private async transaction(
    componentPath: string,
    { _id }: Job,
    change: (setState: (kind: "inProgress" | "success" | "failed") => void) => void | Promise<void>,
  ): Promise<boolean> {
    const db = this.engine.database(componentPath);
    return await this.engine.internals.accessor.runInComponent(componentPath, async () => {
      const job = db.get(JOB_TABLE, _id) as Job | null;
      if (job?.state.kind !== "pending" && job?.state.kind !== "inProgress") return false;
      await change((kind) => {
        const completed = kind === "inProgress" ? {} : { completedTime: Date.now() };
        db.patch(JOB_TABLE, _id, { state: { kind }, ...completed });
      });
      return true;
    });
  }
}
