import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { blockedDomainOf } from "../convex/model/emailDomains";
import { startBackend, workosUser } from "./setup";

const registration = (email: string) => ({
  object: "user_registration_action_context",
  id: "user_registration_action_1",
  user_data: { object: "user_data", email, first_name: null, last_name: null },
});
const authentication = (email: string) => ({
  object: "authentication_action_context",
  id: "authentication_action_1",
  user: workosUser({ email }),
});

test.each([
  ["registration", registration("ada@example.com"), "Allow", undefined],
  ["authentication", authentication("ada@example.com"), "Allow", undefined],
  [
    "registration",
    registration("ada@blocked.example"),
    "Deny",
    "Sign-ups with a blocked.example email address are not allowed.",
  ],
  [
    "authentication",
    authentication("ada@blocked.example"),
    "Deny",
    "Sign-ins with a blocked.example email address are not allowed.",
  ],
])("%s: a signed verdict, %#", async (_kind, context, verdict, errorMessage) => {
  const response = await startBackend().askAction(context);
  const { payload, signature } = (await response.json()) as {
    payload: { timestamp: number; verdict: string; error_message?: string };
    signature: string;
  };
  expect(payload.verdict).toBe(verdict);
  expect(payload.error_message).toBe(errorMessage);
  expect(signature).toBe(
    createHmac("sha256", process.env.WORKOS_ACTION_SECRET!)
      .update(`${payload.timestamp}.${JSON.stringify(payload)}`)
      .digest("hex"),
  );
});

test.each([
  ["ada@example.com", undefined, undefined],
  ["ada@example.com", "", undefined],
  ["ada@example.com", " , ", undefined],
  ["ada@Blocked.Example", "other.example, blocked.EXAMPLE", "blocked.example"],
  ["ada@mail.blocked.example", "blocked.example", "blocked.example"],
  ["ada@notblocked.example", "blocked.example", undefined],
  ['"@"@blocked.example', "blocked.example", "blocked.example"],
])("%s with %s blocked: %s", (email, blockedDomains, blocked) => {
  expect(blockedDomainOf(email, blockedDomains)).toBe(blocked);
});
