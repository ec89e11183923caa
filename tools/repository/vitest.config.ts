import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "repository",
          dir: "test",
          testTimeout: 60_000,
          // It imports JSON in a way that only bundlers understand.
          server: { deps: { inline: [/@actions\/workflow-parser/] } },
        },
      },
      "{backend,bridge,next,ui}/vitest.config.ts",
    ],
  },
});
