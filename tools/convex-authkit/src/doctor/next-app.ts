import type { AppKind } from "./apps.ts";
import { failed } from "./check.ts";
import { ask } from "./visit.ts";

/** What the doctor knows of the Next.js app. */
export const nextApp: AppKind = {
  isServedAs: (html) => html.includes("/_next/"),
  callbackFix:
    "Is apps/next/app/callback/route.ts there, and deployed? The log of the server says more.",
  async readSignIn(origin) {
    const url = `${origin}/sign-in`;
    const response = await ask(url);
    const location = response.headers.get("location");
    if (!location) {
      return failed(
        `${url} answered ${response.status}, and does not lead to WorkOS.`,
        "The log of the Next.js server says why: it lacks a variable, most likely.",
      );
    }
    const { searchParams } = new URL(location, url);
    return {
      clientId: searchParams.get("client_id") ?? undefined,
      redirectUri: searchParams.get("redirect_uri") ?? undefined,
    };
  },
};
