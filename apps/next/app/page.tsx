import { HomePage } from "@repo/ui/home-page";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { env } from "../env";
import { HomeActions } from "./home-actions";
import { SignedOutActions } from "./signed-out-actions";

export default async function Home() {
  const { user } = await withAuth();
  return (
    <HomePage
      framework="Next.js"
      otherAppUrl={env.otherAppUrl}
      actions={user ? <HomeActions /> : <SignedOutActions />}
    />
  );
}
