import { api } from "@repo/convex-backend/api";
import { MembersPage } from "@repo/ui/members-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { navigate } from "wouter/use-browser-location";
import { useOrganizationActions } from "../organization";
import { protectedPage } from "../protected";

export default protectedPage("Members", function Members() {
  const current = useSteady(useQuery(api.account.current));
  const organization = useSteady(useQuery(api.organizations.current));
  const actions = useOrganizationActions();
  if (current === undefined || organization === undefined) {
    return <LoadingPage />;
  }
  return <MembersPage {...{ current, organization, actions }} onLeft={() => navigate("/lists")} />;
});
