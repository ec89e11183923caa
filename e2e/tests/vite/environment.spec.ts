import { test } from "../../fixtures.ts";
import { expectRefusal } from "../refusal.ts";

test("a build without its variables stops, and names each with a sentence", async ({
  runScript,
}) => {
  const names = ["VITE_CONVEX_URL", "VITE_WORKOS_CLIENT_ID", "VITE_WORKOS_REDIRECT_URI"];
  const env = Object.fromEntries(names.map((name) => [name, ""]));
  const result = await runScript("vite", ["build"], env);
  expectRefusal(result, ...names.map((name) => `${name} is not set`));
});
