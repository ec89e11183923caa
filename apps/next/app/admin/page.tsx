import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../person";
import { SignedIn } from "../signed-in";
import { Admin } from "./admin";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const { person, options } = await currentPerson();
  return (
    <SignedIn person={person}>
      <Admin current={await preloadQuery(api.account.current, {}, options)} />
    </SignedIn>
  );
}
