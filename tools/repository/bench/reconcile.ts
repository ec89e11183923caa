/** Second half of `npm run bench:backend`: how long it takes to compare ten thousand people with WorkOS. */
import { createControlClient } from "convex-authkit/testing";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { call, inParallel, onStack, type Stack } from "./deployment.ts";

const PEOPLE = 10_000;

await onStack(reconcileEverybody);

/** People whom WorkOS has and of whom no event ever came. */
async function reconcileEverybody(stack: Stack) {
  const workos = createControlClient({
    url: stack.workos.url,
    apiKey: stack.secrets.workosApiKey,
  });
  await workos.holdWebhooks();
  const numbers = Array.from({ length: PEOPLE }, (_, number) => number);
  await inParallel(numbers, async (number) => {
    await workos.createUser({ email: `person-${number}@example.com`, first_name: `No. ${number}` });
  });
  // Lost for good.
  await workos.releaseWebhooks(undefined, []);

  for (const what of ["nobody is here yet", "everybody is here already"]) {
    const start = performance.now();
    await call(stack, "action", "reconcile:run", {});
    // It goes on by itself, from where one call had to end.
    while (await isScheduled(stack)) await setTimeout(50);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`Reconcile ${PEOPLE} people, ${what}: ${seconds} s, ${memory(stack)} MB`);
  }
  const count = await call<number>(stack, "query", "_system/cli/tableSize", {
    tableName: "users",
  });
  if (count !== PEOPLE) throw new Error(`There are ${count} rows for ${PEOPLE} people.`);
}

async function isScheduled(stack: Stack): Promise<boolean> {
  const { page } = await call<{ page: { state: { kind: string } }[] }>(
    stack,
    "query",
    "_system/cli/tableData",
    { table: "_scheduled_functions", paginationOpts: { numItems: 10, cursor: null } },
  );
  return page.some(({ state }) => state.kind === "pending" || state.kind === "inProgress");
}

/** What the deployment's process has in memory, in MB; only Linux says so in a file. */
function memory(stack: Stack): number {
  const status = readFileSync(`/proc/${stack.convex.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
