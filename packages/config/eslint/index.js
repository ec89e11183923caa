import convexPlugin from "@convex-dev/eslint-plugin";
import eslint from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";

/** TypeScript, with type-aware rules. Every workspace starts from this. */
export const base = defineConfig(
  globalIgnores(["**/_generated/**", "**/dist/**", "**/.local/**"]),
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: globals.es2023,
      parserOptions: { projectService: { allowDefaultProject: ["*.js", "*.mjs"] } },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  { files: ["**/*.js", "**/*.mjs", "**/*.cjs"], extends: [tseslint.configs.disableTypeChecked] },
);

/** Scripts, services and tests that run on Node. */
export const node = defineConfig(base, { languageOptions: { globals: globals.node } });

const onlyTheEnvModuleReadsTheEnvironment = {
  "no-restricted-properties": [
    "error",
    {
      object: "process",
      property: "env",
      message: "Read the environment in env.ts, which names what variables.ts describes.",
    },
  ],
  "no-restricted-syntax": [
    "error",
    {
      selector: "MemberExpression[object.type='MetaProperty'][property.name='env']",
      message: "Read the environment in env.ts, which names what variables.ts describes.",
    },
  ],
};

/** React components, for the browser. */
export const react = defineConfig(
  base,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: { globals: globals.browser },
    rules: onlyTheEnvModuleReadsTheEnvironment,
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    // An async function is a fine event handler: React ignores what it returns.
    rules: {
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  {
    // The env modules themselves, and the build's own configuration.
    files: ["**/env.ts", "*.config.ts"],
    rules: { "no-restricted-properties": "off", "no-restricted-syntax": "off" },
  },
);

/** Convex functions: the recommended rules, and those that it leaves to the reader. */
export const convex = defineConfig(
  base,
  convexPlugin.configs.recommended,
  {
    files: ["**/convex/**/*.ts"],
    rules: {
      "@convex-dev/no-collect-in-query": "error",
      "@convex-dev/no-filter-in-query": "error",
      "@convex-dev/no-top-of-hour-crons": "error",
      "@convex-dev/import-wrong-runtime": "error",
    },
  },
  {
    // A deployment reads this file by itself at push, and requires each variable that it reads.
    files: ["**/convex/auth.config.ts"],
    rules: { "@convex-dev/no-process-env": "off" },
  },
);
