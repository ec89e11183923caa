import { oneOf, type Variables } from "@repo/config/env";

const forTests = {
  preview: "in the environment of `npm run test:e2e`",
  production: "in the environment of `npm run test:e2e`",
};

/** What the login tests read. With E2E_EMAIL they are about deployed apps, and need the rest. */
export const testVariables = {
  E2E_EMAIL: {
    is: "the email address of the test user, who exists in WorkOS and stays",
    optional: true,
    set: forTests,
  },
  E2E_PASSWORD: {
    is: "the password of the test user",
    secret: true,
    set: forTests,
  },
  E2E_SIGN_IN: {
    is: "whose hosted page the apps send people to, authkit if not set",
    optional: true,
    set: forTests,
    problem: oneOf("authkit", "local-workos"),
  },
} satisfies Variables;
