import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AccountMenu, type MenuLink } from "../../../packages/ui/src/account-menu.tsx";
import { themeFrom } from "../../../packages/ui/src/theme.tsx";
import { button, deployment, failures, renderSignedIn, settled } from "./deployment.tsx";

beforeEach(() => deployment.returns("organizations:mine", []));
afterEach(() => {
  delete document.documentElement.dataset.theme;
});

const Link: MenuLink = (props) => <a {...props} />;

async function openMenu(props: Partial<Parameters<typeof AccountMenu>[0]> = {}) {
  await renderSignedIn(
    <AccountMenu
      name="Ada Lovelace"
      email="ada@example.com"
      isAdmin={false}
      organizationId={undefined}
      Link={Link}
      switchTo={() => Promise.resolve()}
      onSignOut={() => undefined}
      {...props}
    />,
  );
  expect(menuButton().getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(menuButton());
  await screen.findByRole("menu");
  await settled();
}

const menuButton = () => button(/^Account menu of /);
const links = () => screen.getAllByRole("menuitem").map((item) => item.getAttribute("href"));

test("it says who is signed in, and leads to the account", async () => {
  await openMenu();
  expect(screen.getByRole("menu").textContent).toContain("Ada Lovelaceada@example.com");
  expect(links()).toEqual(["/lists", "/organization/new", "/account", null]);
});

test("it leads admins to the admin page", async () => {
  await openMenu({ isAdmin: true });
  expect(links()).toEqual(["/lists", "/organization/new", "/account", "/admin", null]);
});

test("the keyboard is in the menu, and back on its button when that closes", async () => {
  await openMenu();
  expect(screen.getByRole("menu").contains(document.activeElement)).toBe(true);
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  expect(document.activeElement).toBe(menuButton());
});

test("it leads to the session's organization, and switches to another", async () => {
  deployment.returns("organizations:mine", [
    { organizationId: "org_1", name: "Analytical Engines", role: "admin" },
    { organizationId: "org_2", name: "Difference Engines", role: "member" },
  ]);
  const switchTo = vi.fn(() => Promise.resolve());
  await openMenu({ organizationId: "org_1", switchTo });
  const current = screen.getByRole("menuitem", {
    name: "Analytical Engines , current organization",
  });
  expect(current.getAttribute("href")).toBe("/organization");
  fireEvent.click(screen.getByRole("menuitem", { name: "Difference Engines" }));
  expect(switchTo).toHaveBeenCalledExactlyOnceWith("org_2");
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
});

test("it says when a switch has failed, and stays", async () => {
  deployment.returns("organizations:mine", [
    { organizationId: "org_2", name: "Difference Engines", role: "member" },
  ]);
  await openMenu({ switchTo: () => Promise.reject(new Error("offline")) });
  fireEvent.click(screen.getByRole("menuitem", { name: "Difference Engines" }));
  await settled();
  expect(failures()).toEqual(["That did not work. Try again."]);
});

test("signing out is for the app", async () => {
  const onSignOut = vi.fn();
  await openMenu({ onSignOut });
  fireEvent.click(screen.getByRole("menuitem", { name: "Sign out" }));
  expect(onSignOut).toHaveBeenCalledOnce();
});

test("a theme is shown at once, and remembered", async () => {
  await openMenu();
  const choose = (name: string) => fireEvent.click(screen.getByRole("menuitemradio", { name }));
  choose("Dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(document.cookie).toContain("theme=dark");
  expect(screen.getByRole("menuitemradio", { name: "Dark" }).getAttribute("aria-checked")).toBe(
    "true",
  );
  choose("System");
  expect(document.cookie).toContain("theme=system");
});

test.each([undefined, "", "sepia", '"><script>'])("%j is no theme", (value) => {
  expect(themeFrom(value)).toBe("system");
});
