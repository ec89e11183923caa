import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: "../local-convex/test/compile-cache.ts",
    setupFiles: "../local-convex/test/use-compile-cache.ts",
  },
});
