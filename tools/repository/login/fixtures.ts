import { test as base } from "../../../e2e/fixtures.ts";
import { watchConvexMessages } from "./convex-messages.ts";

type Fixtures = {
  /** Signs `ownPerson` in for access tokens that expire within the test. */
  shortSession: (path?: string) => Promise<ShortSession>;
};

type ShortSession = ReturnType<typeof watchConvexMessages> & {
  /** Makes WorkOS refuse to refresh the session, as in an outage, or lets it again. */
  setOutage: (isDown: boolean) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  shortSession: async ({ app, ownPerson, page, workos }, use, testInfo) => {
    testInfo.setTimeout(120_000);
    const { email } = ownPerson;
    const refreshes = { path: "/user_management/authenticate", email };
    await use(async (path) => {
      // Convex asks for another one ten seconds before the end.
      await workos.settings({ email, accessTokenLifetimeSeconds: 15 });
      const convex = watchConvexMessages(page);
      await app.signIn(ownPerson, path);
      const setOutage = async (isDown: boolean) =>
        await workos.failNext({ ...refreshes, count: isDown ? 10_000 : 0 });
      return { ...convex, setOutage };
    });
  },
});

export { expect, makeAdmin, openInvitation, workosApi } from "../../../e2e/fixtures.ts";
