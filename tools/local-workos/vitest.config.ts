import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    globalSetup: "test/global-setup.ts",
    setupFiles: "test/setup.ts",
    // Each file would evaluate the SDKs anew, which takes as long as its tests.
    isolate: false,
    // The component's test helper is published as TypeScript that uses import.meta.glob.
    server: { deps: { inline: [/@convex-dev\//, "convex-test"] } },
  },
});
