import { expect, test } from "../../fixtures.ts";
import { expectRefusal } from "../refusal.ts";

test("a build without its variables stops, and names each with a sentence", async ({
  runScript,
}) => {
  const result = await runScript("next", ["build"], {
    NEXT_PUBLIC_CONVEX_URL: "",
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: "",
  });
  expectRefusal(
    result,
    "NEXT_PUBLIC_CONVEX_URL is not set",
    "NEXT_PUBLIC_WORKOS_REDIRECT_URI is not set",
  );
});

test("a server without its secrets does not start, and names each with a sentence", async ({
  runScript,
}) => {
  const result = await runScript("next", ["start", "--", "--hostname", "localhost"], {
    PORT: "0",
    WORKOS_CLIENT_ID: "client_local",
    WORKOS_API_KEY: "",
    WORKOS_COOKIE_PASSWORD: "too short",
  });
  expectRefusal(
    result,
    "WORKOS_API_KEY is not set",
    "WORKOS_COOKIE_PASSWORD has to be at least 32 characters long",
  );
  expect(result.output).not.toContain("WORKOS_CLIENT_ID is not set");
  expect(result.output).not.toContain("too short");
});
