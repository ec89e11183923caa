import { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { Link } from "wouter";
import { Protected } from "../protected";

export function Admin() {
  return (
    <Protected title="Admin">
      <LiveAdmin />
    </Protected>
  );
}

function LiveAdmin() {
  const current = useSteady(useQuery(api.account.current));
  if (current === undefined) return <LoadingPage />;
  return <AdminPage current={current} Link={Link} />;
}
