import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../person";
import { SignedIn } from "../signed-in";
import { Account } from "./account";

export const metadata: Metadata = { title: "My account" };

export default async function AccountPage() {
  const { person, options } = await currentPerson();
  const [current, sessions] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.account.sessions, {}, options),
  ]);
  return (
    <SignedIn person={person}>
      <Account current={current} sessions={sessions} />
    </SignedIn>
  );
}
