import { useAccessTokenClaims } from "@repo/authkit-convex";
import { api } from "@repo/convex-backend/api";
import { AccountPage } from "@repo/ui/account-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { protectedPage } from "../protected";

export default protectedPage("My account", function Account() {
  const claims = useAccessTokenClaims();
  const current = useSteady(useQuery(api.account.current));
  const sessions = useSteady(useQuery(api.account.sessions));
  if (current === undefined || sessions === undefined) {
    return <LoadingPage>Fetching your account…</LoadingPage>;
  }
  return <AccountPage claims={claims} current={current} sessions={sessions} />;
});
