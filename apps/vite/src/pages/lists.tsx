import { useAccessTokenClaims } from "@repo/authkit-convex";
import { api } from "@repo/convex-backend/api";
import { ListsPage } from "@repo/ui/lists-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { protectedPage } from "../protected";

export default protectedPage("My lists", function Lists() {
  const claims = useAccessTokenClaims();
  const current = useSteady(useQuery(api.account.current));
  const lists = useSteady(useQuery(api.lists.list, { owner: "user" }));
  if (current === undefined || lists === undefined) {
    return <LoadingPage>Fetching your lists…</LoadingPage>;
  }
  return <ListsPage claims={claims} current={current} lists={lists} />;
});
