import type { Value } from "convex/values";
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { AdminPage } from "../../../packages/ui/src/admin-page.tsx";
import type { MenuLink } from "../../../packages/ui/src/account-menu.tsx";
import type { Current } from "../../../packages/ui/src/current.tsx";
import { PAGE } from "../../../packages/ui/src/more.tsx";
import {
  answer,
  button,
  click,
  deployment,
  failures,
  region,
  renderSignedIn,
  renderSigningIn,
  send,
  settled,
} from "./deployment.tsx";
import { ada, adaBeingSetUp, adaBlocked } from "./people.ts";

beforeEach(() => {
  rules({});
  deployment.returns("admin:alwaysBlocked", ["always.example"]);
  deployment.returns("admin:people", paginated([]));
});

/** One page of a paginated query's result. */
function paginated(page: Value[], isDone = true): Value {
  return { page, isDone, continueCursor: isDone ? "end" : "more" };
}

/** The values of the rules in force, by their kind. */
function rules(values: Record<string, string[]>) {
  deployment.returns("admin:rules", ({ kind }) =>
    paginated(
      (values[kind as string] ?? []).map((value) => ({
        _id: `rule ${value}`,
        _creationTime: 0,
        kind: kind as string,
        value,
      })),
    ),
  );
}

const Link: MenuLink = (props) => <a {...props} />;

function renderPage(current: Current = { ...ada, isAdmin: true }) {
  return renderSignedIn(<AdminPage current={current} Link={Link} />);
}

const field = (card: string) => region(card).getByRole<HTMLInputElement>("textbox");

test.each([
  ["Blocked domains", "blockedDomain"],
  ["Allowed domains", "allowedDomain"],
])("%s are added and removed as such", async (title, kind) => {
  rules({ [kind]: ["old.example", "older.example"] });
  await renderPage();
  send(field(title), "new.example");
  click("Remove old.example");
  expect(document.activeElement).toBe(button("Remove older.example"));
  expect(deployment.sent).toEqual([
    ["admin:addRule", { kind, value: "new.example" }],
    ["admin:removeRule", { ruleId: "rule old.example" }],
  ]);
});

test("what the deployment's variable blocks is listed, and cannot be removed", async () => {
  await renderPage();
  expect(region("Blocked domains").getByText("always.example")).toBeTruthy();
  expect(region("Blocked domains").queryByRole("button", { name: /Remove/ })).toBeNull();
  expect(region("Allowed domains").queryByText("always.example")).toBeNull();
});

test("a rule that is refused is said, and is in the field again", async () => {
  await renderPage();
  send(field("Blocked domains"), "nonsense");
  await deployment.refuses("Type a domain such as example.com.");
  expect(failures()).toEqual(["Type a domain such as example.com."]);
  expect(field("Blocked domains").value).toBe("nonsense");
});

test("an empty rule is not sent", async () => {
  await renderPage();
  send(field("Allowed domains"), "");
  expect(deployment.sent).toEqual([]);
  expect(failures()).toEqual(["Type a domain such as example.com."]);
});

test("a removal that is refused is said", async () => {
  rules({ allowedDomain: ["old.example"] });
  await renderPage();
  click("Remove old.example");
  await deployment.refuses("That rule is no longer there.");
  expect(failures()).toEqual(["That rule is no longer there."]);
});

test("the invitation-only switch makes the rule, and lifts it", async () => {
  await renderPage();
  const toggle = screen.getByRole<HTMLInputElement>("checkbox", { name: "Invitations only" });
  expect(toggle.checked).toBe(false);
  fireEvent.click(toggle);
  expect(deployment.sent).toEqual([["admin:addRule", { kind: "invitationOnly", value: "" }]]);
  rules({ invitationOnly: [""] });
  await deployment.accepts();
  expect(toggle.checked).toBe(true);
  fireEvent.click(toggle);
  expect(deployment.sent[1]).toEqual(["admin:removeRule", { ruleId: "rule " }]);
  await deployment.refuses("That rule is no longer there.");
  expect(failures()).toEqual(["That rule is no longer there."]);
});

test("people are blocked and unblocked, and a refusal is said", async () => {
  const person = { _creationTime: 0, workosId: "", name: "" };
  deployment.returns(
    "admin:people",
    paginated([
      { ...person, _id: "grace", email: "grace@example.com", isBlocked: false },
      { ...person, _id: "eve", email: "eve@example.com", isBlocked: true },
    ]),
  );
  await renderPage();
  click("Block grace@example.com");
  await answer("Block grace@example.com?", "Cancel");
  expect(deployment.sent).toEqual([]);
  click("Block grace@example.com");
  await answer("Block grace@example.com?", "Block");
  click("Unblock eve@example.com");
  expect(deployment.sent).toEqual([
    ["admin:block", { userId: "grace" }],
    ["admin:unblock", { userId: "eve" }],
  ]);
  await deployment.refuses("You cannot block yourself.");
  expect(failures()).toEqual(["You cannot block yourself."]);
});

test("admins are not offered to block themselves", async () => {
  const { _id, _creationTime, workosId, email, name } = ada.user;
  deployment.returns(
    "admin:people",
    paginated([{ _id, _creationTime, workosId, email, name, isBlocked: false }]),
  );
  await renderPage();
  const people = region("People");
  expect(people.getByRole("listitem").textContent).toMatch(/You$/);
  expect(people.queryByRole("button", { name: /^Block/ })).toBeNull();
});

test("a long list is shown page by page, and the focus stays where it ended", async () => {
  const rule = (value: string) => ({ _id: value, _creationTime: 0, kind: "allowedDomain", value });
  deployment.returns("admin:rules", ({ kind, paginationOpts }) => {
    if (kind !== "allowedDomain") return paginated([]);
    const { cursor } = paginationOpts as { cursor: string | null };
    return cursor === null
      ? paginated([rule("first.example")], false)
      : paginated([rule("second.example")]);
  });
  await renderPage();
  expect(screen.queryByText("second.example")).toBeNull();
  button("Show more").focus();
  click("Show more");
  await settled();
  expect(screen.getByText("first.example")).toBeTruthy();
  expect(screen.getByText("second.example")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  expect(document.activeElement).not.toBe(document.body);
  expect(field("Allowed domains").compareDocumentPosition(document.activeElement!)).toBe(
    Node.DOCUMENT_POSITION_PRECEDING,
  );
});

test("a list that is longer than a page is searched, and shown until the result is there", async () => {
  const person = { _creationTime: 0, workosUserId: "", name: "", isBlocked: false };
  const page = Array.from({ length: PAGE }, (_, index) => ({
    ...person,
    _id: `person ${index}`,
    email: `${index}@example.com`,
  }));
  deployment.returns("admin:people", ({ search }) => (search === "" ? paginated(page) : undefined));
  await renderPage();
  const people = region("People");
  fireEvent.change(people.getByRole("searchbox"), { target: { value: "eve" } });
  await settled();
  expect(people.getAllByRole("listitem")).toHaveLength(PAGE);
  deployment.returns("admin:people", ({ search }) => paginated(search === "" ? page : []));
  expect(people.queryAllByRole("listitem")).toEqual([]);
  expect(people.getByRole("status").textContent).toBe("Nothing found.");
  people.getByRole("searchbox").focus();
  fireEvent.change(people.getByRole("searchbox"), { target: { value: "" } });
  expect(document.activeElement).toBe(people.getByRole("searchbox"));
});

test("a list that fits a page has no search", async () => {
  await renderPage();
  expect(screen.queryByRole("searchbox")).toBeNull();
});

test("a lost connection is said", async () => {
  await renderPage();
  expect(screen.queryByRole("status")).toBeNull();
  deployment.disconnect();
  await settled();
  expect(screen.getByRole("status").textContent).toBe("Reconnecting…");
});

test("everybody else reads that it is not for them, and nothing is asked", async () => {
  await renderPage(ada);
  expect(screen.getByRole("heading", { name: "This page is for admins" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "My lists" })).toBeTruthy();
  expect(screen.queryByRole("region")).toBeNull();
});

test("nothing that only admins may is asked before Convex knows who asks", async () => {
  await renderSigningIn(<AdminPage current={{ ...ada, isAdmin: true }} Link={Link} />);
  expect(screen.getByRole("heading", { name: "Admin" })).toBeTruthy();
  expect(screen.queryByRole("region")).toBeNull();
});

test("whoever is refused reads why", async () => {
  await renderPage(adaBlocked);
  expect(screen.getByRole("status").textContent).toBe("Your account is blocked.");
  expect(screen.queryByRole("region", { name: "People" })).toBeNull();
});

test("an admin whose row is missing has it made, and goes on", async () => {
  const { rerender } = await renderPage(adaBeingSetUp);
  expect(deployment.sent).toEqual([["account:ensureUser", {}]]);
  rerender(<AdminPage current={{ ...ada, isAdmin: true }} Link={Link} />);
  expect(screen.getByRole("region", { name: "Blocked domains" })).toBeTruthy();
});
