import type { Value } from "convex/values";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AdminPage } from "../src/admin-page.tsx";
import type { Current } from "../src/current.tsx";
import {
  answer,
  createDeployment,
  failures,
  renderSignedIn,
  settled,
  type Deployment,
} from "./deployment.tsx";
import { ada, adaBeingSetUp, adaBlocked, claims } from "./people.ts";

let deployment: Deployment;

beforeEach(() => {
  deployment = createDeployment();
  rules({});
  deployment.returns("admin:alwaysBlocked", ["always.example"]);
  deployment.returns("admin:people", paginated([]));
});
afterEach(async () => {
  cleanup();
  await deployment.client.close();
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

function renderPage(current: Current = { ...ada, isAdmin: true }) {
  return renderSignedIn(
    deployment,
    <AdminPage claims={claims} current={current} actions={<a href="/lists">My lists</a>} />,
  );
}

const card = (name: string) => within(screen.getByRole("region", { name }));

test.each([
  ["Blocked domains", "blockedDomain"],
  ["Allowed domains", "allowedDomain"],
])("%s are added and removed as such", async (title, kind) => {
  rules({ [kind]: ["old.example", "older.example"] });
  await renderPage();
  const field = card(title).getByRole<HTMLInputElement>("textbox");
  fireEvent.input(field, { target: { value: "new.example" } });
  fireEvent.submit(field.form!);
  fireEvent.click(card(title).getByRole("button", { name: "Remove old.example" }));
  expect(document.activeElement).toBe(
    card(title).getByRole("button", { name: "Remove older.example" }),
  );
  expect(deployment.sent).toEqual([
    ["admin:addRule", { kind, value: "new.example" }],
    ["admin:removeRule", { ruleId: "rule old.example" }],
  ]);
});

test("what the deployment's variable blocks is listed, and cannot be removed", async () => {
  await renderPage();
  expect(card("Blocked domains").getByText("always.example")).toBeTruthy();
  expect(card("Blocked domains").queryByRole("button", { name: /Remove/ })).toBeNull();
  expect(card("Allowed domains").queryByText("always.example")).toBeNull();
});

test("a rule that is refused is said, and is in the field again", async () => {
  await renderPage();
  const field = card("Blocked domains").getByRole<HTMLInputElement>("textbox");
  fireEvent.input(field, { target: { value: "nonsense" } });
  fireEvent.submit(field.form!);
  await deployment.refuses("Type a domain such as example.com.");
  expect(failures()).toEqual(["Type a domain such as example.com."]);
  expect(field.value).toBe("nonsense");
});

test("an empty rule is not sent", async () => {
  await renderPage();
  fireEvent.submit(card("Allowed domains").getByRole<HTMLInputElement>("textbox").form!);
  expect(deployment.sent).toEqual([]);
  expect(failures()).toEqual(["Type a domain such as example.com."]);
});

test("a removal that is refused is said", async () => {
  rules({ allowedDomain: ["old.example"] });
  await renderPage();
  fireEvent.click(screen.getByRole("button", { name: "Remove old.example" }));
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
  const block = () => {
    fireEvent.click(screen.getByRole("button", { name: "Block grace@example.com" }));
    return within(screen.getByRole("alertdialog", { name: "Block grace@example.com?" }));
  };
  answer(block().getByRole("button", { name: "Cancel" }));
  await settled();
  expect(deployment.sent).toEqual([]);
  answer(block().getByRole("button", { name: "Block" }));
  await settled();
  fireEvent.click(screen.getByRole("button", { name: "Unblock eve@example.com" }));
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
  const people = card("People");
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
  const more = screen.getByRole("button", { name: "Show more" });
  more.focus();
  fireEvent.click(more);
  await settled();
  expect(screen.getByText("first.example")).toBeTruthy();
  expect(screen.getByText("second.example")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  expect(document.activeElement).not.toBe(document.body);
  expect(
    card("Allowed domains").getByRole("textbox").compareDocumentPosition(document.activeElement!),
  ).toBe(Node.DOCUMENT_POSITION_PRECEDING);
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

test("whoever is refused reads why", async () => {
  await renderPage(adaBlocked);
  expect(screen.getByRole("status").textContent).toBe("Your account is blocked.");
  expect(screen.queryByRole("region", { name: "People" })).toBeNull();
});

test("an admin whose row is missing has it made, and goes on", async () => {
  const missing = adaBeingSetUp;
  const { rerender } = await renderPage(missing);
  expect(deployment.sent).toEqual([["account:ensureUser", {}]]);
  rerender(<AdminPage claims={claims} current={{ ...ada, isAdmin: true }} actions={null} />);
  expect(screen.getByRole("region", { name: "Blocked domains" })).toBeTruthy();
});
