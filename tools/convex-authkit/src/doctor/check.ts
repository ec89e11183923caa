import type { Facts } from "./facts.ts";

/** What came of a check: cause and fix are a sentence or two each. */
export type Outcome =
  | { status: "ok" }
  | { status: "failed"; cause: string; fix: string }
  | { status: "not checked"; cause: string; /** The failed check that it needs. */ needs?: string };

export type Check = {
  id: string;
  /** What is so when all is well. */
  title: string;
  /** The checks without which this one would say nothing new. */
  needs?: string[];
  /** Checks that are over before this one begins, however they end. */
  after?: string[];
  run(facts: Facts): Outcome | Promise<Outcome>;
};

export type Result = Pick<Check, "id" | "title"> & Outcome;

export const ok: Outcome = { status: "ok" };
export const failed = (cause: string, fix: string): Outcome => ({ status: "failed", cause, fix });
export const notChecked = (cause: string): Outcome => ({ status: "not checked", cause });

/** Runs checks as early as what they need allows, and returns their results in their order. */
export async function runChecks(checks: Check[], facts: Facts): Promise<Result[]> {
  const results = new Map<string, Promise<Result>>();
  for (const check of checks) results.set(check.id, resultOf(check));
  return await Promise.all(results.values());

  async function resultOf(check: Check): Promise<Result> {
    const { id, title, needs = [], after = [] } = check;
    const before = await Promise.all([...needs, ...after].map(earlier));
    const obstacle = before.slice(0, needs.length).find(({ status }) => status !== "ok");
    return { id, title, ...(obstacle ? outcomeBehind(obstacle) : await outcomeOf(check)) };
  }

  function earlier(id: string): Promise<Result> {
    const result = results.get(id);
    if (!result) throw new Error(`The check ${id} has to stand before those that need it.`);
    return result;
  }

  function outcomeBehind(obstacle: Result): Outcome {
    if (obstacle.status !== "not checked") {
      const cause = `it needs ${obstacle.id}, which failed.`;
      return { status: "not checked", cause, needs: obstacle.id };
    }
    const { status, cause, needs } = obstacle;
    return { status, cause, ...(needs && { needs }) };
  }

  async function outcomeOf(check: Check): Promise<Outcome> {
    try {
      return await check.run(facts);
    } catch (error) {
      return failed(`This could not be found out: ${sentenceOf(error)}`, "Try again in a moment.");
    }
  }
}

/** What an error says, in one line that ends like a sentence. */
export function sentenceOf(error: unknown): string {
  const reason = error instanceof Error ? error : new Error(String(error));
  const { message } = reason.cause instanceof Error ? reason.cause : reason;
  const line = message.split("\n").find((text) => text.trim() !== "") ?? reason.name;
  return /[.!?]$/.test(line.trim()) ? line.trim() : `${line.trim()}.`;
}
