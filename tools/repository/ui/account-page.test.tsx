import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { AccountPage } from "../../../packages/ui/src/account-page.tsx";
import { useIsSessionOver } from "../../../packages/ui/src/current.tsx";
import { answer, click, deployment, failures, region, renderSignedIn } from "./deployment.tsx";
import { ada, adaBeingSetUp, adaBlocked, claims } from "./people.ts";

type Session = Parameters<typeof AccountPage>[0]["sessions"][number];

const session = {
  _id: "row_1" as Session["_id"],
  _creationTime: 0,
  workosUserId: "user_ada",
  sessionId: "session_1",
  startedAt: 0,
  endedAt: null,
  ipAddress: "192.0.2.1",
  userAgent:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605",
  authMethod: "password",
  isCurrent: false,
};

function renderPage(props: Partial<Parameters<typeof AccountPage>[0]>) {
  return renderSignedIn(<AccountPage claims={claims} current={ada} sessions={[]} {...props} />);
}

test("sessions are this one, active, or ended", async () => {
  await renderPage({
    sessions: [
      { ...session, isCurrent: true },
      { ...session, sessionId: "session_2", userAgent: "Mozilla/5.0 (Windows) Chrome/1 Edg/1" },
      { ...session, sessionId: "session_3", endedAt: 1, userAgent: null },
    ],
  });
  const texts = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(texts).toEqual([
    expect.stringMatching(/^Safari on Mac.* · 192\.0\.2\.1This session$/),
    expect.stringMatching(/^Edge on Windows.*ActiveSign out$/),
    expect.stringMatching(/^Unknown device.*Ended.*1970/),
  ]);
});

test("another session is ended, or all others", async () => {
  await renderPage({
    sessions: [
      { ...session, isCurrent: true },
      { ...session, sessionId: "session_2" },
    ],
  });
  click("Sign out Safari on Mac");
  click("Sign out everywhere else");
  await answer("Sign out everywhere else?", "Sign out");
  expect(deployment.sent).toEqual([
    ["account:revokeSession", { sessionId: "session_2" }],
    ["account:revokeOtherSessions", {}],
  ]);
  await deployment.refuses("That session is no longer there.");
  expect(failures()).toEqual(["That session is no longer there."]);
});

test("no session yet is said", async () => {
  await renderPage({});
  expect(screen.getByText("No sign-ins recorded yet.")).toBeTruthy();
});

test("whoever is refused reads why, and nothing else of how they stand", async () => {
  await renderPage({ current: adaBlocked });
  expect(screen.getByRole("status").textContent).toBe("Your account is blocked.");
  expect(screen.queryByRole("region", { name: "Sign-in activity" })).toBeNull();
});

test.each([
  ["Ada Lovelace", "A"],
  ["𠮷田", "𠮷"],
  ["🦄 Corn", "🦄"],
  ["👩‍👩‍👧 Family", "👩‍👩‍👧"],
  ["👩🏽‍🚀 Ada", "👩🏽‍🚀"],
  ["🇫🇷 Émile", "🇫🇷"],
  ["e\u0301mile", "E\u0301"],
  ["", "…"],
])("the picture of %s is their first character", async (name, initial) => {
  await renderPage({ current: { ...ada, user: { ...ada.user, name } } });
  expect(region("Account").getByText(initial).getAttribute("aria-hidden")).toBe("true");
});

test("a session that was ended elsewhere is known to be over", async () => {
  function Page() {
    return useIsSessionOver() ? "over" : "in force";
  }
  await renderSignedIn(<Page />);
  deployment.returns("account:current", { ...ada });
  expect(document.body.textContent).toBe("in force");
  deployment.returns("account:current", {
    ...ada,
    user: null,
    refusal: "Your session has ended.",
    reason: "sessionEnded",
  });
  expect(document.body.textContent).toBe("over");
});

test("nobody but whoever is being set up has a row made", async () => {
  const { rerender } = await renderPage({ current: adaBlocked });
  expect(deployment.sent).toEqual([]);
  rerender(<AccountPage claims={claims} current={adaBeingSetUp} sessions={[]} />);
  expect(deployment.sent).toEqual([["account:ensureUser", {}]]);
});

function openDetails() {
  const details = document.querySelector("details")!;
  details.open = true;
  fireEvent(details, new Event("toggle"));
  return details;
}

test("how a person is signed in is behind a disclosure, without the token", async () => {
  const exp = Date.now() / 1_000 + 300;
  await renderPage({ claims: { ...claims, exp, org_id: "org_1" } });
  expect(screen.queryByText("row_ada")).toBeNull();
  const details = openDetails();
  const steps = within(details).getAllByRole("listitem");
  expect(steps.map((step) => within(step).getByRole("heading").textContent)).toEqual([
    "AuthKit session",
    "Access token",
    "Convex identity",
    "Your row",
    "Last event",
  ]);
  const [session, token, identity, row] = steps.map((step) => step.textContent);
  expect(session).toMatch(/session_ada.*user_ada.*org_1/);
  expect(token).toMatch(/in (5 min 0|4 min 59) s/);
  expect(identity).toContain("https://workos.example|user_ada");
  expect(row).toContain("row_ada");
});

test("a person of whom there is no row yet is told so", async () => {
  await renderPage({ current: adaBeingSetUp });
  expect(within(openDetails()).getByText("not yet")).toBeTruthy();
});
