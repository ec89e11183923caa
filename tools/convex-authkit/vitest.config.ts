import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // Most of the time they wait for processes that they have started.
    maxWorkers: 3,
    hookTimeout: 120_000,
    globalSetup: "../local-convex/test/compile-cache.ts",
    setupFiles: "../local-convex/test/use-compile-cache.ts",
  },
});
