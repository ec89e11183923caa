import rateLimiter from "@convex-dev/rate-limiter/convex.config";
import workOSAuthKit from "@convex-dev/workos-authkit/convex.config";
import { defineApp } from "convex/server";
import { v } from "convex/values";

const app = defineApp({
  // Variables of the deployment. A push without a required one is refused, and names it.
  env: {
    WORKOS_CLIENT_ID: v.string(),
    /** Comma-separated, where apps have WorkOS applications of their own. */
    WORKOS_OTHER_CLIENT_IDS: v.optional(v.string()),
    /** The custom authentication domain, such as auth.example.com. */
    WORKOS_API_HOSTNAME: v.optional(v.string()),
    // WorkOS shows these only once there is a deployment to point it at, so the first push, and each
    // preview's, comes without them. What needs one says so until it is set.
    WORKOS_API_KEY: v.optional(v.string()),
    WORKOS_WEBHOOK_SECRET: v.optional(v.string()),
    WORKOS_ACTION_SECRET: v.optional(v.string()),
    /** Comma-separated; nobody signs up or in with an email address of these domains or below. */
    BLOCKED_EMAIL_DOMAINS: v.optional(v.string()),
    /** The WorkOS organization whose admins are this app's admins; without it nobody is one. */
    ADMIN_ORGANIZATION_ID: v.optional(v.string()),
  },
});
app.use(rateLimiter);
app.use(workOSAuthKit);

export default app;
