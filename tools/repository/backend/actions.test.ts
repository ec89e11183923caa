import { describe, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import type { Doc } from "../../../packages/convex-backend/convex/_generated/dataModel";
import {
  domainAndParentsOf,
  domainsIn,
} from "../../../packages/convex-backend/convex/model/signUpRules";
import {
  authentication,
  registration,
  startBackend,
  type WorkOSFields,
} from "../../../packages/convex-backend/test/setup";
import { startAppAdmin } from "./blocking";

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
    expect(await startBackend().askAction(registration(email))).toBe(
      allowed ? "Allow" : signUps(blocked),
    );
    expect(await startBackend().askAction(authentication(email))).toBe(
      allowed ? "Allow" : signIns(blocked),
    );
  });

  test.each([undefined, "", " , "])("and none are with %s", async (variable) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
    expect(await startBackend().askAction(registration("ada@blocked.example"))).toBe("Allow");
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
    expect(await backend.askAction(context)).toBe(verdict);
  });
});

test("a rule that fails is a signed denial, for both kinds", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const message = "Something went wrong on our side. Try again in a moment.";
  for (const context of [registration("ada@example.com"), authentication("ada@example.com")]) {
    const backend = startBackend({ transactionLimits: { databaseQueries: 1 } });
    expect(await backend.askAction(context)).toBe(message);
  }
  expect(log).toHaveBeenCalledTimes(2);
});

test("a decision reads a handful of documents among a thousand rules", async () => {
  const backend = startBackend({ transactionLimits: { documentsRead: 4, databaseQueries: 20 } });
  await backend.run(async (ctx) => {
    for (let rule = 0; rule < 500; rule++) {
      await ctx.db.insert("signUpRules", { kind: "blockedDomain", value: `b${rule}.example` });
      await ctx.db.insert("signUpRules", { kind: "allowedDomain", value: `a${rule}.example` });
    }
  });
  const ask = (email: string) => backend.askAction(registration(email));
  expect(await ask("ada@mail.a499.example")).toBe("Allow");
  expect(await ask("ada@mail.b499.example")).toBe(signUps("b499.example"));
  expect(await ask("ada@elsewhere.example")).toBe(signUps("elsewhere.example"));
  expect(await backend.askAction(authentication("ada@a.b.c.d.example"))).toBe("Allow");
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
      const verdict = await backend.askAction(registration(`eve@mail.${asked}`));
      expect(verdict).toBe(of === domain ? signUps(domain) : "Allow");
    }
    const signIn = await backend.askAction(authentication(`eve@${spelling}`));
    expect(signIn).toBe(signIns(domain));
  });

  test.each(cases)("%s in the variable", async (spelling, domain) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", `${spelling},other.example`);
    expect(await startBackend().askAction(registration(`eve@${domain}`))).toBe(signUps(domain));
  });

  test.each(cases)("%s, allowed", async (spelling, domain) => {
    const backend = await startBackendWithRule("allowedDomain", spelling);
    for (const [asked, of] of cases) {
      const verdict = await backend.askAction(registration(`eve@${asked}`));
      expect(verdict).toBe(of === domain ? "Allow" : signUps(of));
    }
  });

  test.each(cases)("eve@%s, blocked", async (spelling, domain) => {
    const backend = await startBackendWithRule("blockedPerson", `Ｅve@${spelling}`);
    expect(await backend.askAction(registration(`eve@${domain}`))).toBe(noSignUp);
    expect(await backend.askAction(registration(`e\uff36e@${domain}`))).toBe(noSignUp);
    expect(await backend.askAction(registration(`ada@${domain}`))).toBe("Allow");
  });

  async function startBackendWithRule(
    kind: "blockedDomain" | "allowedDomain" | "blockedPerson",
    value: string,
  ) {
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
    expect(await startBackend().askAction(registration(email))).toBe(noSignUp);
    expect(await startBackend().askAction(authentication(email))).toBe(
      noSignUp.replace("ups", "ins"),
    );
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
    expect(await startBackend().askAction(context)).toMatch(
      /^(Something went wrong on our side|Sign-ins with this)/,
    );
  });

  test.each(["https://evil.example", "ok.example,@evil.example", "*.evil.example"])(
    "everybody, while the variable is %s",
    async (variable) => {
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
      expect(await startBackend().askAction(registration("ada@example.com"))).toContain(
        "went wrong",
      );
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

test("metadata that Convex cannot hold is not in the way", async () => {
  const odd = { metadata: { $a: 1, ä: 2, "": 3 } };
  expect(await startBackend().askAction(authentication("ada@example.com", odd))).toBe("Allow");
});
