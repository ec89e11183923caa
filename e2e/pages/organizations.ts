import { expect } from "@playwright/test";
import type { App } from "./app.ts";
import type { Person } from "./hosted-sign-in.ts";

/** Creates an organization, which the session is for then, and a list in it that has its name. */
export async function createOrganization(app: App, name: string) {
  await app.choose("Create organization");
  await app.page.getByLabel("Name").fill(name);
  await app.page.getByRole("button", { name: "Create organization" }).click();
  await expect(app.page).toHaveURL(`${app.origin}/organization`);
  await expectOrganization(app, name);
  await expect(app.page.getByText(/^No lists yet\./)).toBeVisible();
  await app.addList(listOf(name));
}

export function listOf(organization: string) {
  return `Of ${organization}`;
}

/** The page is of this organization. */
export async function expectOrganization({ page }: App, name: string) {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

export async function openMembers({ page, origin }: App) {
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page).toHaveURL(`${origin}/organization/members`);
}

/** Invites a person, on the page of the organization's members. */
export async function invite({ page }: App, { email }: Person, role: string) {
  await page.getByLabel("Email address to invite").fill(email);
  await page.getByLabel("Role", { exact: true }).selectOption(role);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText(`Invitation sent to ${email}.`)).toBeVisible();
}
