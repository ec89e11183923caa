import { node } from "@repo/config/eslint";
import { defineConfig } from "eslint/config";

export default defineConfig(node, {
  files: ["**/*.cjs"],
  languageOptions: { sourceType: "commonjs" },
  // Old Nodes parse it, to say which Node it needs.
  rules: { "no-var": "off" },
});
