import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    env: {
      WORKOS_CLIENT_ID: "client_test",
      WORKOS_API_KEY: "sk_test",
      WORKOS_WEBHOOK_SECRET: "test webhook secret",
      WORKOS_ACTION_SECRET: "test action secret",
      BLOCKED_EMAIL_DOMAINS: "blocked.example",
    },
    // The component is published as TypeScript for its `register`, which Vite has to transform.
    server: {
      deps: {
        inline: ["@convex-dev/workos-authkit", "@convex-dev/workflow", "@convex-dev/workpool"],
      },
    },
  },
});
