import { useAccessTokenClaims } from "@repo/authkit-convex";
import { api } from "@repo/convex-backend/api";
import { AccountPage } from "@repo/ui/account-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { Protected } from "../protected";

export function Account() {
  return (
    <Protected title="My account">
      <LiveAccount />
    </Protected>
  );
}

function LiveAccount() {
  const claims = useAccessTokenClaims();
  const current = useSteady(useQuery(api.account.current));
  const sessions = useSteady(useQuery(api.account.sessions));
  if (current === undefined || sessions === undefined) {
    return <LoadingPage>Fetching your account…</LoadingPage>;
  }
  return <AccountPage claims={claims} current={current} sessions={sessions} />;
}
