import { readTestProject, runScript } from "convex-authkit/testing";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../src/root.ts";

const { buildVariables } = await readTestProject(0);

const serverVariables = { WORKOS_CLIENT_ID: "client_local", WORKOS_API_KEY: "sk_test_local" };

test.each([
  [
    "next",
    "build",
    { ...buildVariables, NEXT_PUBLIC_CONVEX_URL: "", NEXT_PUBLIC_WORKOS_REDIRECT_URI: "" },
    ["NEXT_PUBLIC_CONVEX_URL is not set", "NEXT_PUBLIC_WORKOS_REDIRECT_URI is not set"],
  ],
  [
    "vite",
    "build",
    { VITE_CONVEX_URL: "", VITE_WORKOS_CLIENT_ID: "", VITE_WORKOS_REDIRECT_URI: "" },
    ["VITE_CONVEX_URL", "VITE_WORKOS_CLIENT_ID", "VITE_WORKOS_REDIRECT_URI"].map(
      (name) => `${name} is not set`,
    ),
  ],
  [
    "next",
    "dev",
    {
      ...buildVariables,
      ...serverVariables,
      WORKOS_API_KEY: "",
      WORKOS_COOKIE_PASSWORD: "too short",
    },
    ["WORKOS_API_KEY is not set", "WORKOS_COOKIE_PASSWORD has to be at least 32 characters long"],
  ],
])(
  "%s: %s without its variables stops, and names each with a sentence",
  async (app, script, env, sentences) => {
    const { succeeded, output } = await runScript(join(root, "apps", app), [script], env);
    expect(succeeded).toBe(false);
    const said = output.split("\n").filter((line) => line.includes("✗ "));
    expect(said.map((line) => line.trim())).toEqual(
      sentences.map((sentence) => expect.stringMatching(`^✗ ${sentence}: it is `) as string),
    );
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain("too short");
  },
);
