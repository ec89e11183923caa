import { describe, expect, test, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import {
  domainAndParentsOf,
  domainsIn,
} from "../../../packages/convex-backend/convex/model/signUpRules";
import {
  authentication,
  decide,
  registration,
  startAppAdmin,
  startBackend,
} from "../../../packages/convex-backend/test/setup";

const noSignUp = "Sign-ups with this email address are not allowed.";
const signUps = (domain: string) => `Sign-ups with a ${domain} email address are not allowed.`;
const signIns = (domain: string) => `Sign-ins with a ${domain} email address are not allowed.`;

test("a decision reads a handful of documents among a thousand rules", async () => {
  const backend = startBackend({ documentsRead: 4, databaseQueries: 20 });
  await backend.run(async (ctx) => {
    for (let rule = 0; rule < 500; rule++) {
      await ctx.db.insert("signUpRules", { kind: "blockedDomain", value: `b${rule}.example` });
      await ctx.db.insert("signUpRules", { kind: "allowedDomain", value: `a${rule}.example` });
    }
  });
  const ask = (email: string) => decide(backend, registration(email));
  expect(await ask("ada@mail.a499.example")).toBe("Allow");
  expect(await ask("ada@mail.b499.example")).toBe(signUps("b499.example"));
  expect(await ask("ada@elsewhere.example")).toBe(signUps("elsewhere.example"));
  expect(await decide(backend, authentication("ada@a.b.c.d.example"))).toBe("Allow");
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
      const verdict = await decide(backend, registration(`eve@mail.${asked}`));
      expect(verdict).toBe(of === domain ? signUps(domain) : "Allow");
    }
    const signIn = await decide(backend, authentication(`eve@${spelling}`));
    expect(signIn).toBe(signIns(domain));
  });

  test.each(cases)("%s in the variable", async (spelling, domain) => {
    vi.stubEnv("BLOCKED_EMAIL_DOMAINS", `${spelling},other.example`);
    expect(await decide(startBackend(), registration(`eve@${domain}`))).toBe(signUps(domain));
  });

  test.each(cases)("%s, allowed", async (spelling, domain) => {
    const backend = await startBackendWithRule("allowedDomain", spelling);
    for (const [asked, of] of cases) {
      const verdict = await decide(backend, registration(`eve@${asked}`));
      expect(verdict).toBe(of === domain ? "Allow" : signUps(of));
    }
  });

  test.each(cases)("eve@%s, blocked", async (spelling, domain) => {
    const backend = await startBackendWithRule("blockedPerson", `Ｅve@${spelling}`);
    expect(await decide(backend, registration(`eve@${domain}`))).toBe(noSignUp);
    expect(await decide(backend, registration(`e\uff36e@${domain}`))).toBe(noSignUp);
    expect(await decide(backend, registration(`ada@${domain}`))).toBe("Allow");
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
    expect(await decide(startBackend(), registration(email))).toBe(noSignUp);
    expect(await decide(startBackend(), authentication(email))).toBe(
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
    expect(await decide(startBackend(), context)).toMatch(
      /^(Something went wrong on our side|Sign-ins with this)/,
    );
  });

  test.each(["https://evil.example", "ok.example,@evil.example", "*.evil.example"])(
    "everybody, while the variable is %s",
    async (variable) => {
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      vi.stubEnv("BLOCKED_EMAIL_DOMAINS", variable);
      expect(await decide(startBackend(), registration("ada@example.com"))).toContain("went wrong");
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
  expect(await decide(startBackend(), authentication("ada@example.com", odd))).toBe("Allow");
});
