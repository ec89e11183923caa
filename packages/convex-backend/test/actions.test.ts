import { createHmac } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import type { Doc } from "../convex/_generated/dataModel";
import { domainAndParentsOf, domainsIn } from "../convex/model/signUpRules";
import { startAppAdmin, startBackend, workosUser, type WorkOSFields } from "./setup";

type Rule = [Doc<"signUpRules">["kind"], string];

const invitation = { object: "invitation", id: "invitation_1", email: "ada@example.com" };

const registration = (email: string, more: WorkOSFields = {}) => ({
  object: "user_registration_action_context",
  id: "user_registration_action_1",
  user_data: { object: "user_data", email, first_name: null, last_name: null },
  ...more,
});
const authentication = (email: string, fields: WorkOSFields = {}) => ({
  object: "authentication_action_context",
  id: "authentication_action_1",
  user: workosUser({ id: "user_1", email, ...fields }),
});

/** The verdict on an action, after checking that it is signed: the message of a denial, or "Allow". */
async function decide(
  context: WorkOSFields,
  rules: Rule[] = [],
  backend = startBackend(),
): Promise<string> {
  await backend.run(async (ctx) => {
    for (const [kind, value] of rules) {
      await ctx.db.insert("signUpRules", { kind, value });
    }
  });
  const response = await backend.askAction(context);
  expect(response.status).toBe(200);
  const { object, payload, signature } = (await response.json()) as {
    object: string;
    payload: { timestamp: number; verdict: string; error_message?: string };
    signature: string;
  };
  expect(object).toBe(String(context.object).replace("_context", "_response"));
  expect(signature).toBe(
    createHmac("sha256", process.env.WORKOS_ACTION_SECRET!)
      .update(`${payload.timestamp}.${JSON.stringify(payload)}`)
      .digest("hex"),
  );
  return payload.verdict === "Deny" ? payload.error_message! : payload.verdict;
}

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
    expect(await decide(registration(email))).toBe(allowed ? "Allow" : signUps(blocked));
    expect(await decide(authentication(email))).toBe(allowed ? "Allow" : signIns(blocked));
  });

  test.each([undefined, "", " , "])("and none are with %s", async (variable) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
    expect(await decide(registration("ada@blocked.example"))).toBe("Allow");
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
    const each = rules.split(", ").map((rule) => rule.split(" ") as Rule);
    expect(await decide(context, each)).toBe(verdict);
  });

  test("are not in the way of metadata that Convex cannot hold", async () => {
    const odd = { metadata: { $a: 1, ä: 2, "": 3 } };
    expect(await decide(authentication("ada@example.com", odd))).toBe("Allow");
  });
});

test("a rule that fails is a signed denial, for both kinds", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const message = "Something went wrong on our side. Try again in a moment.";
  for (const context of [registration("ada@example.com"), authentication("ada@example.com")]) {
    const backend = startBackend({ databaseQueries: 1 });
    expect(await decide(context, [], backend)).toBe(message);
  }
  expect(log).toHaveBeenCalledTimes(2);
});

test("a decision reads a handful of documents among a thousand rules", async () => {
  const backend = startBackend({ documentsRead: 4, databaseQueries: 20 });
  await backend.run(async (ctx) => {
    for (let rule = 0; rule < 500; rule++) {
      await ctx.db.insert("signUpRules", { kind: "blockedDomain", value: `b${rule}.example` });
      await ctx.db.insert("signUpRules", { kind: "allowedDomain", value: `a${rule}.example` });
    }
  });
  const ask = (email: string) => decide(registration(email), [], backend);
  expect(await ask("ada@mail.a499.example")).toBe("Allow");
  expect(await ask("ada@mail.b499.example")).toBe(signUps("b499.example"));
  expect(await ask("ada@elsewhere.example")).toBe(signUps("elsewhere.example"));
  expect(await decide(authentication("ada@a.b.c.d.example"), [], backend)).toBe("Allow");
});

describe("a domain has one spelling, in rules and in email addresses", () => {
  const spellings = {
    "xn--mnchen-3ya.example": [
      "münchen.example",
      "mu\u0308nchen.example",
      "MÜNCHEN.example",
      "ｍünchen。example",
      "XN--MNCHEN-3YA.example.",
    ],
    "evil.example": ["Evil.Example", "ｅｖｉｌ.example", "evil。example", "ev\u00adil．example｡"],
  };
  const cases = Object.entries(spellings).flatMap(([domain, others]) =>
    [domain, ...others].map((spelling) => [spelling, domain] as const),
  );

  test.each(cases)("%s", async (spelling, domain) => {
    const backend = await startBackendWithRule("blockedDomain", spelling);
    for (const [asked, of] of cases) {
      const verdict = await decide(registration(`eve@mail.${asked}`), [], backend);
      expect(verdict).toBe(of === domain ? signUps(domain) : "Allow");
    }
    const signIn = await decide(authentication(`eve@${spelling}`), [], backend);
    expect(signIn).toBe(signIns(domain));
  });

  test.each(cases)("%s in the variable", async (spelling, domain) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", `${spelling},other.example`);
    expect(await decide(registration(`eve@${domain}`))).toBe(signUps(domain));
  });

  test.each(cases)("%s, allowed", async (spelling, domain) => {
    const backend = await startBackendWithRule("allowedDomain", spelling);
    for (const [asked, of] of cases) {
      const verdict = await decide(registration(`eve@${asked}`), [], backend);
      expect(verdict).toBe(of === domain ? "Allow" : signUps(of));
    }
  });

  test.each(cases)("eve@%s, blocked", async (spelling, domain) => {
    const backend = await startBackendWithRule("blockedPerson", `Ｅve@${spelling}`);
    expect(await decide(registration(`eve@${domain}`), [], backend)).toBe(noSignUp);
    expect(await decide(registration(`e\uff36e@${domain}`), [], backend)).toBe(noSignUp);
    expect(await decide(registration(`ada@${domain}`), [], backend)).toBe("Allow");
  });

  async function startBackendWithRule(kind: Rule[0], value: string) {
    const backend = startBackend();
    const admin = await startAppAdmin(backend);
    await admin.mutation(api.admin.addRule, { kind, value });
    return backend;
  }
});

describe("whoever no rule can be asked about is kept out", () => {
  test.each([
    "eve@",
    "eve@evil..example",
    "eve@.evil.example",
    "eve＠evil.example",
    "eve@evil.example/allowed.example",
    "eve@evil.example?.allowed.example",
    "eve@evil%2eexample",
    "eve@[192.0.2.1]",
    "eve@evil.example:80",
    "eve@ev il.example",
    "eve@evil!.example",
    `eve@${"a.".repeat(130)}example`,
  ])("%s", async (email) => {
    expect(await decide(registration(email))).toBe(noSignUp);
    expect(await decide(authentication(email))).toBe(noSignUp.replace("ups", "ins"));
  });

  test.each([
    ["a registration without an email address", { ...registration("x"), user_data: {} }],
    ["an authentication without an email address", authentication("", { email: null })],
    ["an authentication of an empty email address", authentication("")],
    ["an authentication without a user id", authentication("ada@example.com", { id: undefined })],
    ["an authentication of an empty user id", authentication("ada@example.com", { id: "" })],
    ["an authentication of no text", authentication("ada@example.com", { id: 1 })],
  ])("%s", async (_what, context) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await decide(context)).toMatch(/^(Something went wrong on our side|Sign-ins with this)/);
  });

  test.each(["https://evil.example", "ok.example,@evil.example", "*.evil.example"])(
    "everybody, while the variable is %s",
    async (variable) => {
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
      expect(await decide(registration("ada@example.com"))).toContain("went wrong");
      expect(log).toHaveBeenCalledOnce();
      expect(() => domainsIn(variable)).toThrow(/^BLOCKED_EMAIL_DOMAINS has ".*evil.*"/);
    },
  );
});

test.each([
  ["ada@Mail.Example.com", ["mail.example.com", "example.com", "com"]],
  ["ada@localhost", ["localhost"]],
  ["ada", ["ada"]],
])("%s is in %s", (email, domains) => {
  expect(domainAndParentsOf(email)).toEqual(domains);
});
