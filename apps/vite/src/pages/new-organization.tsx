import { api } from "@repo/convex-backend/api";
import { LoadingPage } from "@repo/ui/message-page";
import { NewOrganizationPage } from "@repo/ui/new-organization-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { useSwitchOrganization } from "../organization";
import { Protected } from "../protected";

export function NewOrganization() {
  return (
    <Protected title="Create an organization">
      <LiveNewOrganization />
    </Protected>
  );
}

function LiveNewOrganization() {
  const current = useSteady(useQuery(api.account.current));
  const switchTo = useSwitchOrganization();
  if (current === undefined) return <LoadingPage />;
  return <NewOrganizationPage current={current} switchTo={switchTo} />;
}
