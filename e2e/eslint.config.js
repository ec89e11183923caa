import { node } from "@repo/config/eslint";
import { defineConfig, globalIgnores } from "eslint/config";

export default defineConfig(globalIgnores(["test-results", "playwright-report"]), node, {
  // Playwright's fixtures say what they need by destructuring, even if that is nothing.
  rules: { "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }] },
});
