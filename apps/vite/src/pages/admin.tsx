import { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { LoadingPage } from "@repo/ui/message-page";
import { useSteady } from "@repo/ui/use-steady";
import { useQuery } from "convex/react";
import { Link } from "wouter";
import { protectedPage } from "../protected";

export default protectedPage("Admin", function Admin() {
  const current = useSteady(useQuery(api.account.current));
  if (current === undefined) return <LoadingPage />;
  return <AdminPage current={current} Link={Link} />;
});
