import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../person";
import { SignedIn } from "../signed-in";
import { Organization } from "./organization";

export const metadata: Metadata = { title: "Organization" };

export default async function OrganizationPage() {
  const { person, options } = await currentPerson();
  const [current, organization, lists] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.organizations.current, {}, options),
    preloadQuery(api.lists.list, { owner: "organization" }, options),
  ]);
  return (
    <SignedIn person={person}>
      <Organization {...{ current, organization, lists }} />
    </SignedIn>
  );
}
