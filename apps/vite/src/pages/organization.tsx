import { api } from "@repo/convex-backend/api";
import { LoadingPage } from "@repo/ui/message-page";
import { OrganizationPage } from "@repo/ui/organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { useOrganizationActions } from "../organization";
import { protectedPage } from "../protected";

export default protectedPage("Organization", function Organization() {
  const current = useSteady(useQuery(api.account.current));
  const organization = useSteady(useQuery(api.organizations.current));
  const lists = useSteady(useQuery(api.lists.list, { owner: "organization" }));
  const actions = useOrganizationActions();
  if (current === undefined || organization === undefined || lists === undefined) {
    return <LoadingPage />;
  }
  return <OrganizationPage {...{ current, organization, lists, actions }} />;
});
