import { node } from "@repo/config/eslint";
import { defineConfig, globalIgnores } from "eslint/config";

export default defineConfig(globalIgnores(["test-results", "playwright-report"]), node);
