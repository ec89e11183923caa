import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The tests of the limits write hundreds of documents, which takes a busy machine its time.
    testTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    env: {
      WORKOS_CLIENT_ID: "client_test",
      WORKOS_API_KEY: "sk_test",
      WORKOS_WEBHOOK_SECRET: "test webhook secret",
      WORKOS_ACTION_SECRET: "test action secret",
      BLOCKED_EMAIL_DOMAINS: "blocked.example",
    },
    // Components publish their `register` as TypeScript, which Vitest has to transform.
    server: {
      deps: {
        inline: [/@convex-dev\//],
      },
    },
  },
});
