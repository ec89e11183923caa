import nextPlugin from "@next/eslint-plugin-next";
import { react } from "@repo/config/eslint";
import { defineConfig, globalIgnores } from "eslint/config";

export default defineConfig(
  globalIgnores([".next", "next-env.d.ts"]),
  react,
  nextPlugin.configs["core-web-vitals"],
  {
    files: ["instrumentation.ts"],
    rules: { "no-restricted-properties": "off" },
  },
);
