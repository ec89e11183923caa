import { node } from "@repo/config/eslint";
import { defineConfig } from "eslint/config";

export default defineConfig(node, {
  // Vitest's hooks say which fixtures they need by destructuring, even if that is none.
  rules: { "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }] },
});
