import { defineConfig } from "vitest/config";

export default defineConfig({
  // Pushes by the real CLI take seconds.
  test: { testTimeout: 30_000, hookTimeout: 60_000 },
});
