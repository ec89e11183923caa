import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { globalSetup: "./test/pack-once.ts", testTimeout: 60_000, hookTimeout: 120_000 },
});
