import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../../person";
import { SignedIn } from "../../signed-in";
import { NewOrganization } from "./new-organization";

export const metadata: Metadata = { title: "Create an organization" };

export default async function NewOrganizationPage() {
  const { person, options } = await currentPerson();
  const current = await preloadQuery(api.account.current, {}, options);
  return (
    <SignedIn person={person}>
      <NewOrganization current={current} />
    </SignedIn>
  );
}
