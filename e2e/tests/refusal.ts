import { expect } from "@playwright/test";

/** A script has stopped with these sentences about variables, and with no stack trace. */
export function expectRefusal(
  { succeeded, output }: { succeeded: boolean; output: string },
  ...sentences: string[]
) {
  expect(succeeded).toBe(false);
  for (const sentence of sentences) expect(output).toContain(`✗ ${sentence}: it is `);
  expect(output).not.toMatch(/\n\s+at /);
}
