import { expect, test } from "../../fixtures.ts";

const inlined = {
  // begin: next
  next: ["NEXT_PUBLIC_CONVEX_URL", "NEXT_PUBLIC_WORKOS_REDIRECT_URI"],
  // end: next
  // begin: vite
  vite: ["VITE_CONVEX_URL", "VITE_WORKOS_CLIENT_ID", "VITE_WORKOS_REDIRECT_URI"],
  // end: vite
};

test("a build without its variables stops, and names each with a sentence", async ({
  appName,
  runScript,
}) => {
  const names = inlined[appName];
  const env = Object.fromEntries(names.map((name) => [name, ""]));
  const { succeeded, output } = await runScript(appName, ["build"], env);

  expect(succeeded).toBe(false);
  for (const name of names) {
    expect(output).toContain(`✗ ${name} is not set: it is `);
  }
  expect(output).not.toMatch(/\n\s+at /);
});
