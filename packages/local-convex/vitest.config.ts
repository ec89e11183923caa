import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Pushes by the real CLI take seconds, most of them spent waiting.
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // The Convex CLI is started hundreds of times: what Node compiles of it is kept.
    env: {
      NODE_COMPILE_CACHE: join(import.meta.dirname, "../../node_modules/.cache/node-compile"),
    },
  },
});
