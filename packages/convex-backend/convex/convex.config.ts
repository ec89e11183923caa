import workOSAuthKit from "@convex-dev/workos-authkit/convex.config";
import { defineApp } from "convex/server";
import { v } from "convex/values";

const app = defineApp({
  // Variables of the deployment. A push without a required one is refused, and names it.
  env: {
    WORKOS_CLIENT_ID: v.string(),
    WORKOS_API_KEY: v.string(),
    WORKOS_WEBHOOK_SECRET: v.string(),
    WORKOS_ACTION_SECRET: v.string(),
    /** Comma-separated; nobody signs up or in with an email address of these domains. */
    BLOCKED_EMAIL_DOMAINS: v.optional(v.string()),
  },
});
app.use(workOSAuthKit);

export default app;
