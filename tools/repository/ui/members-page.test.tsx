import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { MenuLink } from "../../../packages/ui/src/account-menu.tsx";
import { MembersPage } from "../../../packages/ui/src/members-page.tsx";
import type { Organization } from "../../../packages/ui/src/organization.tsx";
import {
  answer,
  click,
  deployment,
  failures,
  renderSignedIn,
  send,
  settled,
} from "./deployment.tsx";
import { ada, adaBlocked } from "./people.ts";

beforeEach(() => {
  deployment.returns("invitations:list", []);
  deployment.returns("organizations:mine", []);
  deployment.returns("members:list", {
    page: [
      { membershipId: "m_ada", name: "Ada", email: "ada@example.com", role: "admin", isYou: true },
      {
        membershipId: "m_bob",
        name: "Bob",
        email: "bob@example.com",
        role: "member",
        isYou: false,
      },
    ],
    isDone: true,
    continueCursor: "end",
  });
});

const Link: MenuLink = (props) => <a {...props} />;
const engines = {
  organizationId: "org_1",
  name: "Engines",
  role: "admin",
  canManageMembers: true,
  canDeleteLists: true,
  needsNewToken: false,
} satisfies Organization;
const looms = { organizationId: "org_2", name: "Looms", role: "member" };
const actions = { Link, switchTo: vi.fn(() => Promise.resolve()), renewAccessToken: vi.fn() };
type Props = Parameters<typeof MembersPage>[0];
const page = (props: Partial<Props>) => (
  <MembersPage
    current={ada}
    organization={engines}
    actions={actions}
    onLeft={() => undefined}
    {...props}
  />
);
const renderPage = (props: Partial<Props> = {}) => renderSignedIn(page(props));

test("somebody who may manages roles, members and invitations", async () => {
  const invitation = { role: "member", expiresAt: 1, createdAt: 0 } as const;
  deployment.returns("invitations:list", [
    { ...invitation, workosId: "i_1", email: "eve@example.com", state: "pending" },
    { ...invitation, workosId: "i_2", email: "joe@example.com", state: "accepted" },
  ]);
  await renderPage();
  expect(screen.getAllByRole("button", { name: /^Revoke/ })).toHaveLength(1);
  fireEvent.change(screen.getByLabelText("Role of bob@example.com"), {
    target: { value: "admin" },
  });
  click("Revoke the invitation of eve@example.com");
  click("Remove bob@example.com");
  await answer("Remove Bob?", "Remove");
  expect(deployment.sent).toEqual([
    ["members:changeRole", { membershipId: "m_bob", role: "admin" }],
    ["invitations:revoke", { invitationId: "i_1" }],
    ["members:remove", { membershipId: "m_bob" }],
  ]);
  expect(screen.queryByRole("button", { name: "Remove ada@example.com" })).toBeNull();
});

test("an invitation is sent, and its refusal keeps what was typed", async () => {
  await renderPage();
  expect(screen.getByText(/^No invitations yet\./)).toBeTruthy();
  const email = screen.getByLabelText<HTMLInputElement>("Email address to invite");
  send(email, "eve@example.com");
  expect(deployment.sent).toEqual([
    ["invitations:send", { email: "eve@example.com", role: "member" }],
  ]);
  await deployment.refuses("They are a member already.");
  expect(failures()).toEqual(["They are a member already."]);
  expect(email.value).toBe("eve@example.com");
  fireEvent.submit(email.form!);
  await deployment.accepts();
  expect(screen.getByText("Invitation sent to eve@example.com.")).toBeTruthy();
  expect(failures()).toEqual([]);
});

test("a member sees the others, and can leave", async () => {
  const onLeft = vi.fn();
  await renderPage({
    organization: { ...engines, role: "member", canManageMembers: false },
    onLeft,
  });
  expect(screen.getByText("bob@example.com")).toBeTruthy();
  expect(screen.queryByRole("combobox")).toBeNull();
  expect(screen.queryByRole("region", { name: "Invitations" })).toBeNull();
  click("Leave organization");
  await answer("Leave Engines?", "Leave");
  expect(deployment.sent).toEqual([["organizations:leave", {}]]);
  expect(onLeft).not.toHaveBeenCalled();
  await deployment.accepts();
  expect(onLeft).toHaveBeenCalledOnce();
});

test("a changed role asks for a new access token, once", async () => {
  const { rerender } = await renderPage();
  expect(actions.renewAccessToken).not.toHaveBeenCalled();
  const changed = { ...engines, role: "member", needsNewToken: true };
  rerender(page({ organization: changed }));
  rerender(page({ organization: { ...changed } }));
  expect(actions.renewAccessToken).toHaveBeenCalledOnce();
});

test("somebody who is refused reads why, and not that they are no member", async () => {
  await renderPage({ current: adaBlocked, organization: null });
  expect(screen.getByRole("status").textContent).toBe("Your account is blocked.");
  expect(screen.queryByRole("heading", { name: "No organization selected" })).toBeNull();
  expect(deployment.sent).toEqual([]);
});

test("a membership that is missing is asked for", async () => {
  await renderPage({ organization: null });
  expect(deployment.sent).toEqual([["account:ensureUser", {}]]);
});

test("a switch that fails is said", async () => {
  actions.switchTo.mockRejectedValueOnce(new Error("offline"));
  deployment.returns("organizations:mine", [looms]);
  await renderPage({ organization: null });
  click("Open Looms");
  await settled();
  expect(failures()).toEqual(["That did not work. Try again."]);
});

test("without an organization it leads to the person's organizations", async () => {
  deployment.returns("organizations:mine", [looms]);
  await renderPage({ organization: null });
  click("Open Looms");
  expect(actions.switchTo).toHaveBeenCalledExactlyOnceWith("org_2");
  expect(screen.queryByRole("region", { name: "Members" })).toBeNull();
});

test("a lost connection is said", async () => {
  await renderPage();
  expect(screen.queryByText("Reconnecting…")).toBeNull();
  deployment.disconnect();
  await settled();
  expect(screen.getByText("Reconnecting…").getAttribute("role")).toBe("status");
});
