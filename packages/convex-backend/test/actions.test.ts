import { expect, test } from "vitest";
import type { Doc } from "../convex/_generated/dataModel";
import { authentication, registration, startBackend, type WorkOSFields } from "./setup";

const email = "ada@example.com";
const signUp = registration(email);
const invited = registration(email, { invitation: { object: "invitation", id: "1", email } });
const signIn = authentication(email);
const noSignUps = "Sign-ups with a example.com email address are not allowed.";

test.each<[Doc<"signUpRules">["kind"], value: string, WorkOSFields, verdict: string]>([
  ["blockedDomain", "example.com", signUp, noSignUps],
  ["blockedDomain", "example.com", signIn, noSignUps.replace("ups", "ins")],
  ["blockedDomain", "ple.com", signUp, "Allow"],
  ["blockedPerson", email, signUp, "Sign-ups with this email address are not allowed."],
  ["blockedPerson", "user_1", signIn, "Your account is blocked."],
  ["allowedDomain", "example.com", signUp, "Allow"],
  ["allowedDomain", "other.example", signUp, noSignUps],
  ["allowedDomain", "other.example", signIn, "Allow"],
  ["invitationOnly", "", signUp, "Sign-ups are by invitation only."],
  ["invitationOnly", "", invited, "Allow"],
  ["invitationOnly", "", signIn, "Allow"],
])("with the rule %s %s (%#)", async (kind, value, context, verdict) => {
  const backend = startBackend();
  await backend.run((ctx) => ctx.db.insert("signUpRules", { kind, value }));
  expect(await backend.askAction(context)).toBe(verdict);
});

test("BLOCKED_EMAIL_DOMAINS keeps people out, with no rule", async () => {
  const blocked = startBackend().askAction(registration("eve@mail.blocked.example"));
  expect(await blocked).toContain("blocked.example");
});
