import { runConvexCli } from "../../convex-authkit/src/local/convex-project.ts";
import { servicePorts, withPortOffset } from "../../convex-authkit/src/local/ports.ts";
import { startStack, type Stack } from "../../convex-authkit/src/local/stack.ts";
import { readProject } from "../../convex-authkit/src/project/project.ts";

export type { Stack };

/** How many requests are under way at a time. */
export const AT_ONCE = 50;

/** Does the work on a stack of its own, with the backend on it. */
export async function onStack(work: (stack: Stack) => Promise<void>): Promise<void> {
  const project = withPortOffset(await readProject(), 300);
  const ports = servicePorts(project, 300);
  const stack = await startStack({ project, ports, withPeople: false });
  try {
    await runConvexCli("deploy", stack.convex, project);
    await work(stack);
  } finally {
    await stack.stop();
  }
}

/** Of durations in milliseconds. */
export function summary(durations: number[]): string {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)]!.toFixed(0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${sorted.at(-1)!.toFixed(0)} ms`;
}

/** Works on all items, {@link AT_ONCE} at a time. */
export async function inParallel<T>(items: T[], work: (item: T) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/**
 * Calls a function as the deployment's admin, or as somebody whom they act for.
 *
 * @throws Error with what the function said, if it failed
 */
export async function call<Value>(
  { convex }: { convex: { url: string; adminKey: string } },
  kind: string,
  path: string,
  args: object,
  identity?: { subject: string },
): Promise<Value> {
  const issuer = "https://bench.example";
  const actingAs = identity && {
    ...identity,
    issuer,
    tokenIdentifier: `${issuer}|${identity.subject}`,
  };
  const suffix = actingAs ? `:${Buffer.from(JSON.stringify(actingAs)).toString("base64")}` : "";
  const response = await fetch(`${convex.url}/api/${kind}`, {
    method: "POST",
    headers: { authorization: `Convex ${convex.adminKey}${suffix}` },
    body: JSON.stringify({ path, args }),
  });
  const answer = (await response.json()) as {
    status: string;
    value: Value;
    errorMessage?: string;
  };
  if (answer.status !== "success") throw new Error(answer.errorMessage);
  return answer.value;
}
