import { api } from "@repo/convex-backend/api";
import { LoadingPage } from "@repo/ui/message-page";
import { NewOrganizationPage } from "@repo/ui/new-organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { useSwitchOrganization } from "../organization";
import { protectedPage } from "../protected";

export default protectedPage("Create an organization", function NewOrganization() {
  const current = useSteady(useQuery(api.account.current));
  const switchTo = useSwitchOrganization();
  if (current === undefined) return <LoadingPage />;
  return <NewOrganizationPage current={current} switchTo={switchTo} />;
});
