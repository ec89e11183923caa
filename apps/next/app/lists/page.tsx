import { api } from "@repo/convex-backend/api";
import { preloadQuery } from "convex/nextjs";
import type { Metadata } from "next";
import { currentPerson } from "../person";
import { SignedIn } from "../signed-in";
import { Lists } from "./lists";

export const metadata: Metadata = { title: "My lists" };

/** Rendered with the person's data on the server; live in the browser from there on. */
export default async function ListsPage() {
  const { person, options } = await currentPerson();
  const [current, lists] = await Promise.all([
    preloadQuery(api.account.current, {}, options),
    preloadQuery(api.lists.list, { owner: "user" }, options),
  ]);
  return (
    <SignedIn person={person}>
      <Lists current={current} lists={lists} />
    </SignedIn>
  );
}
