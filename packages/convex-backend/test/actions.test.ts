import { describe, expect, test, vi } from "vitest";
import type { Doc } from "../convex/_generated/dataModel";
import { authentication, decide, registration, startBackend, type WorkOSFields } from "./setup";

type Rule = [Doc<"signUpRules">["kind"], string];

const invitation = { object: "invitation", id: "invitation_1", email: "ada@example.com" };

const noSignUp = "Sign-ups with this email address are not allowed.";
const signUps = (domain: string) => `Sign-ups with a ${domain} email address are not allowed.`;
const signIns = (domain: string) => `Sign-ins with a ${domain} email address are not allowed.`;

describe("the variable's domains are blocked with no rule in the table", () => {
  test.each([
    ["ada@example.com", "Allow"],
    ["ada@blocked.example", "blocked.example"],
    ["ada@BLOCKED.example", "blocked.example"],
    ["ada@blocked.example.", "blocked.example"],
    ["ada@mail.blocked.example", "blocked.example"],
    ["ada@notblocked.example", "Allow"],
    ["ada@blocked.example.com", "Allow"],
    ['"@"@blocked.example', "blocked.example"],
  ])("%s", async (email, blocked) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", " other.example , blocked.EXAMPLE");
    const allowed = blocked === "Allow";
    expect(await decide(startBackend(), registration(email))).toBe(
      allowed ? "Allow" : signUps(blocked),
    );
    expect(await decide(startBackend(), authentication(email))).toBe(
      allowed ? "Allow" : signIns(blocked),
    );
  });

  test.each([undefined, "", " , "])("and none are with %s", async (variable) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
    expect(await decide(startBackend(), registration("ada@blocked.example"))).toBe("Allow");
  });
});

describe("the table's rules", () => {
  const email = "ada@mail.example.com";
  const signUp = registration(email);
  const invited = registration(email, { invitation });
  const signIn = authentication(email);
  const byInvitation = "Sign-ups are by invitation only.";
  const blocked = "Your account is blocked.";

  test.each<[rules: string, WorkOSFields, verdict: string]>([
    ["blockedDomain mail.example.com", signUp, signUps("mail.example.com")],
    ["blockedDomain example.com", signUp, signUps("example.com")],
    ["blockedDomain com", signUp, signUps("com")],
    ["blockedDomain ple.com", signUp, "Allow"],
    ["blockedDomain example.com", signIn, signIns("example.com")],
    ["blockedDomain example.com", invited, signUps("example.com")],
    [`blockedPerson ${email}`, registration("Ada@Mail.example.com"), noSignUp],
    [`blockedPerson ${email}`, signIn, blocked],
    ["blockedPerson user_1", signIn, blocked],
    ["blockedPerson user_2", signIn, "Allow"],
    ["allowedDomain mail.example.com", signUp, "Allow"],
    ["allowedDomain example.com", signUp, "Allow"],
    ["allowedDomain other.example", signUp, signUps("mail.example.com")],
    ["allowedDomain other.example", signIn, "Allow"],
    ["allowedDomain other.example", invited, signUps("mail.example.com")],
    ["allowedDomain com, blockedDomain example.com", signUp, signUps("example.com")],
    ["invitationOnly ", signUp, byInvitation],
    ["invitationOnly ", registration(email, { invitation: null }), byInvitation],
    ["invitationOnly ", invited, "Allow"],
    ["invitationOnly ", signIn, "Allow"],
  ])("%s (%#)", async (rules, context, verdict) => {
    const backend = startBackend();
    await backend.run(async (ctx) => {
      for (const rule of rules.split(", ")) {
        const [kind, value] = rule.split(" ") as Rule;
        await ctx.db.insert("signUpRules", { kind, value });
      }
    });
    expect(await decide(backend, context)).toBe(verdict);
  });
});

test("a rule that fails is a signed denial, for both kinds", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const message = "Something went wrong on our side. Try again in a moment.";
  for (const context of [registration("ada@example.com"), authentication("ada@example.com")]) {
    const backend = startBackend({ databaseQueries: 1 });
    expect(await decide(backend, context)).toBe(message);
  }
  expect(log).toHaveBeenCalledTimes(2);
});
