import { styleText } from "node:util";
import type { Result } from "./check.ts";

const marks = {
  ok: styleText("green", "✓"),
  failed: styleText("red", "✗"),
  "not checked": styleText("dim", "–"),
};

/** As many checks that need a failed one are named; of more it is said how many they are. */
const NAMED = 5;

/** A line for each check, and for what is wrong the fix too. */
export function textReport(results: Result[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const behind = results.filter((result) => result.status === "not checked" && result.needs);
  const isShort = behind.length <= NAMED;
  const shown = results.filter((result) => isShort || !behind.includes(result));
  const lines = shown.flatMap((result) => {
    const start = `  ${marks[result.status]} ${styleText("dim", result.id.padEnd(width))}  `;
    if (result.status === "ok") return [`${start}${result.title}`];
    if (result.status === "not checked") return [`${start}not checked: ${result.cause}`];
    return [`${start}${result.cause}`, `      ${styleText("cyan", "→")} ${result.fix}`];
  });
  if (!isShort) {
    const needed = [...new Set(behind.map((result) => "needs" in result && result.needs))];
    lines.push(
      `  ${marks["not checked"]} ${behind.length} other checks need ${needed.join(" and ")} to pass first.`,
    );
  }
  return ["", ...lines, "", `  ${summary(results)}`, ""].join("\n");
}

function summary(results: Result[]): string {
  const count = (status: Result["status"]) =>
    results.filter((result) => result.status === status).length;
  const wrong = count("failed");
  const others = `${count("ok")} passed, and ${count("not checked")} were not made.`;
  return wrong === 0
    ? `No problem found: of ${results.length} checks ${others}`
    : `${wrong} of ${results.length} checks failed, ${others}`;
}

/** The same for programs. */
export function jsonReport(results: Result[]): string {
  const ok = results.every(({ status }) => status !== "failed");
  return JSON.stringify({ ok, checks: results }, null, 2);
}

/** The results without the values of secrets, which none should have. */
export function withoutSecrets(results: Result[], secrets: { value: string }[]): Result[] {
  const hide = (text: string) =>
    secrets.reduce((shown, { value }) => shown.replaceAll(value, "•••"), text);
  return results.map((result) => {
    if (result.status === "ok") return result;
    if (result.status === "not checked") return { ...result, cause: hide(result.cause) };
    return { ...result, cause: hide(result.cause), fix: hide(result.fix) };
  });
}
