import { styleText } from "node:util";
import type { Result } from "./check.ts";

const marks = {
  ok: styleText("green", "✓"),
  failed: styleText("red", "✗"),
  "not checked": styleText("dim", "–"),
};

/** A line for each check, and for what is wrong the cause and the fix. */
export function textReport(results: Result[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap((result) => {
    const start = `  ${marks[result.status]} ${styleText("dim", result.id.padEnd(width))}  `;
    if (result.status === "ok") return [`${start}${result.title}`];
    if (result.status === "not checked") return [`${start}not checked: ${result.cause}`];
    return [
      `${start}${styleText("bold", "Not so:")} ${result.title}`,
      `      ${result.cause}`,
      `      ${styleText("cyan", "→")} ${result.fix}`,
    ];
  });
  return ["", ...lines, "", `  ${summary(results)}`, ""].join("\n");
}

function summary(results: Result[]): string {
  const count = (status: Result["status"]) =>
    results.filter((result) => result.status === status).length;
  const wrong = count("failed");
  return [
    wrong === 0 ? "Nothing is wrong." : `${wrong} of ${results.length} checks failed.`,
    `${count("ok")} are well, and ${count("not checked")} were not made.`,
  ].join(" ");
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
