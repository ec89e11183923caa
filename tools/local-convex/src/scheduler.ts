import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { MAXIMUM_DELAY_MS } from "./cron-schedule.ts";
import { syscall, tableOfId, type ConvexDocument, type FunctionPath } from "./engine-internals.ts";
import type { Engine } from "./engine.ts";
import { FunctionError } from "./function-outcome.ts";
import { functionScope } from "./function-scope.ts";
import type { Writes } from "./state-store.ts";

/** The table of scheduled functions, which apps can read too. */
const JOB_TABLE = "_scheduled_functions";

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
export function createScheduler(engine: Engine) {
  const timers = new Map<string, NodeJS.Timeout>();

  function arm(componentPath: string, job: Job): void {
    const key = `${componentPath}|${job._id}`;
    const delay = Math.min(Math.max(0, job.scheduledTime - Date.now()), MAXIMUM_DELAY_MS);
    engine.detached(() => {
      const timer = setTimeout(() => {
        timers.delete(key);
        if (job.scheduledTime > Date.now()) arm(componentPath, job);
        else void run(componentPath, job);
      }, delay);
      timers.set(key, timer);
    });
  }

  async function run(ownPath: string, job: Job): Promise<void> {
    const target: FunctionPath = { componentPath: job.componentPath ?? ownPath, udfPath: job.name };
    const isAction = engine.find(target)?.udfType === "Action";
    if (isAction && !(await transaction(ownPath, job, (set) => set("inProgress")))) return;
    const outcome = await engine.runInternal(target, job.args[0], async (call) => {
      if (isAction) await call();
      // A mutation in one transaction with its job's state, so that a crash cannot run it twice.
      await transaction(ownPath, job, async (setState) => {
        if (!isAction) await call();
        setState("success");
      });
    });
    if (!outcome.ok) await transaction(ownPath, job, (setState) => setState("failed"));
  }

  /** Runs `change` unless the job was canceled or deleted meanwhile; says whether it ran. */
  async function transaction(
    componentPath: string,
    { _id }: Job,
    change: (setState: (kind: "inProgress" | "success" | "failed") => void) => void | Promise<void>,
  ): Promise<boolean> {
    const db = engine.database(componentPath);
    return await engine.internals.accessor.runInComponent(componentPath, async () => {
      const job = db.get(JOB_TABLE, _id) as Job | null;
      if (job?.state.kind !== "pending" && job?.state.kind !== "inProgress") return false;
      await change((kind) => {
        const completed = kind === "inProgress" ? {} : { completedTime: Date.now() };
        db.patch(JOB_TABLE, _id, { state: { kind }, ...completed });
      });
      return true;
    });
  }

  return {
    /** `ctx.scheduler.runAfter` and `runAt`: writes the job in the transaction of the caller. */
    async schedule(request: Record<string, unknown>): Promise<string> {
      const { name, reference, functionHandle, args, ts } = request;
      const address = { name, reference, functionHandle };
      const handle = String(await syscall(engine.internals, "1.0/createFunctionHandle", address));
      const [componentPath = "", udfPath = ""] = handle.replace("function://", "").split(";");
      if (!engine.find({ componentPath, udfPath }))
        throw new FunctionError(`Attempted to schedule function at nonexistent path: ${udfPath}`);
      const ownPath = functionScope.getStore()?.componentPath ?? "";
      return engine.database(ownPath).insert(JOB_TABLE, {
        // With the name of the module's file, as a deployment writes it.
        name: udfPath.replace(/(?:\.js)?(?=:)/, ".js"),
        ...(componentPath === ownPath ? {} : { componentPath }),
        args: [jsonToConvex(args as JSONValue)],
        scheduledTime: Number(ts) * 1000,
        state: { kind: "pending" },
      });
    },

    /** Follows the committed changes of a component's jobs. */
    onWrite(componentPath: string, writes: Writes): void {
      for (const [id, document] of Object.entries(writes)) {
        if (tableOfId(id) !== JOB_TABLE) continue;
        const key = `${componentPath}|${id}`;
        clearTimeout(timers.get(key));
        timers.delete(key);
        const job = document as Job | null;
        if (job?.state.kind === "pending") arm(componentPath, job);
      }
    },

    /** Takes up the jobs that an earlier run left. */
    async restore(): Promise<void> {
      for (const [path, { db }] of Object.entries(engine.internals.state.components))
        for (const document of Object.values(db._documents)) {
          if (tableOfId(document._id) !== JOB_TABLE) continue;
          const job = document as Job;
          if (job.state.kind === "pending") arm(path, job);
          // An action that was cut off may have done its work: a deployment does not run it twice.
          if (job.state.kind === "inProgress")
            await transaction(path, job, (setState) => setState("failed"));
        }
    },
  };
}
