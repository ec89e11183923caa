import type { Page } from "@playwright/test";
import config from "../../../convex-authkit.config.ts";
import { test as base } from "../../../e2e/fixtures.ts";
import { project, WORKOS_API_KEY } from "../../../e2e/stack/project.ts";
import { watchConvexMessages } from "./convex-messages.ts";

type Fixtures = {
  /** Signs `person` in for access tokens that expire within the test. */
  shortSession: (path?: string) => Promise<ShortSession>;
};

type ShortSession = ReturnType<typeof watchConvexMessages> & {
  /** Makes WorkOS refuse to refresh the session, as in an outage, or lets it again. */
  setOutage: (isDown: boolean) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  shortSession: async ({ app, person, page, workos }, use, testInfo) => {
    testInfo.setTimeout(120_000);
    const { email } = person;
    const refreshes = { path: "/user_management/authenticate", email };
    await use(async (path) => {
      // Convex asks for another one ten seconds before the end.
      await workos.settings({ email, accessTokenLifetimeSeconds: 15 });
      const convex = watchConvexMessages(page);
      await app.signIn(person, path);
      const setOutage = async (isDown: boolean) =>
        await workos.failNext({ ...refreshes, count: isDown ? 10_000 : 0 });
      return { ...convex, setOutage };
    });
  },
});

/** Has the next return from the hosted page go where `handle` says, whenever that resolves. */
export async function interceptReturn(page: Page, handle: (url: URL) => URL | Promise<URL>) {
  // Playwright routes no request that follows from a redirect, so this takes the redirect itself.
  await page.route("**/user_management/authorize?*", async (route) => {
    if (route.request().method() !== "POST") return await route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    const { location, ...headers } = response.headers();
    if (!location) return await route.fulfill({ response });
    headers.location = (await handle(new URL(location))).href;
    await route.fulfill({ status: response.status(), headers });
  });
}

/** Makes a WorkOS user an admin of the app, from their next sign-in on. */
export async function makeAdmin(userId: string) {
  await workosApi("POST", "user_management/organization_memberships", {
    user_id: userId,
    organization_id: config.deploymentVariables?.ADMIN_ORGANIZATION_ID?.local ?? "",
    role_slug: "admin",
  });
}

/** Calls WorkOS by its API, with what its SDK has no method for, too. */
export async function workosApi<Answer>(
  method: string,
  path: string,
  body: Record<string, unknown>,
): Promise<Answer> {
  const response = await fetch(`${project.workosUrl}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${process.env[WORKOS_API_KEY]}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

export { expect, openInvitation } from "../../../e2e/fixtures.ts";
