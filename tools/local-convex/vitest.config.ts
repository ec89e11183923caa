import { defineConfig } from "vitest/config";

export default defineConfig({
  // Pushes by the real CLI take seconds, most of them spent waiting.
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    globalSetup: "test/compile-cache.ts",
    setupFiles: "test/use-compile-cache.ts",
  },
});
