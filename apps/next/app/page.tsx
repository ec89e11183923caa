import { HomePage } from "@repo/ui/home-page";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { HomeActions } from "./signed-in-only";
import { SignedOutActions } from "./signed-out-actions";

export default async function Home() {
  const { user } = await withAuth();
  return <HomePage framework="Next.js" actions={user ? <HomeActions /> : <SignedOutActions />} />;
}
