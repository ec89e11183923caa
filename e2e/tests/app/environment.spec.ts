import { Child } from "@repo/commands/child";
import { folders } from "@repo/commands/workspace";
import { expect, test } from "../../fixtures.ts";

const apps = {
  next: {
    cwd: folders.nextApp,
    inlined: ["NEXT_PUBLIC_CONVEX_URL", "NEXT_PUBLIC_WORKOS_REDIRECT_URI"],
  },
  vite: {
    cwd: folders.viteApp,
    inlined: ["VITE_CONVEX_URL", "VITE_WORKOS_CLIENT_ID", "VITE_WORKOS_REDIRECT_URI"],
  },
};

test("a build without its variables stops, and names each with a sentence", async ({ appName }) => {
  const { cwd, inlined } = apps[appName];
  const env = Object.fromEntries(inlined.map((name) => [name, ""]));
  const build = new Child({ name: "The build", command: ["--run", "build"], cwd, env });

  expect(await build.succeeds()).toBe(false);
  const output = await build.ended;
  for (const name of inlined) {
    expect(output).toContain(`✗ ${name} is not set: it is `);
  }
  expect(output).not.toMatch(/\n\s+at /);
});
