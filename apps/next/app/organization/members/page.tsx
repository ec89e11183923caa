import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../../person";
import { SignedIn } from "../../signed-in";
import { Members } from "./members";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const { person, options } = await currentPerson();
  const [current, organization] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.organizations.current, {}, options),
  ]);
  return (
    <SignedIn person={person}>
      <Members {...{ current, organization }} />
    </SignedIn>
  );
}
