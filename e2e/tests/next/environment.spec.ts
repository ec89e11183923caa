import { expect, test } from "../../fixtures.ts";

test("a server without its secrets does not start, and names each with a sentence", async ({
  runScript,
}) => {
  const command = ["start", "--", "--hostname", "localhost"];
  const { succeeded, output } = await runScript("next", command, {
    PORT: "0",
    WORKOS_CLIENT_ID: "client_local",
    WORKOS_API_KEY: "",
    WORKOS_COOKIE_PASSWORD: "too short",
  });

  expect(succeeded).toBe(false);
  expect(output).toContain("✗ WORKOS_API_KEY is not set: it is ");
  expect(output).toContain(
    "✗ WORKOS_COOKIE_PASSWORD has to be at least 32 characters long: it is ",
  );
  expect(output).not.toContain("WORKOS_CLIENT_ID is not set");
  expect(output).not.toContain("too short");
  expect(output).not.toMatch(/\n\s+at /);
});
