import { api } from "@repo/convex-backend/api";
import { AdminPage } from "@repo/ui/admin-page";
import { buttonClass } from "@repo/ui/button";
import { LoadingPage } from "@repo/ui/message-page";
import { AdminsOnly } from "@repo/ui/messages";
import { useEnsureUser } from "@repo/ui/use-ensure-user";
import { useQuery } from "convex/react";
import { Link } from "wouter";
import { Protected } from "../protected";

export function Admin() {
  return (
    <Protected title="Who may sign up" returnTo="/admin">
      <LiveAdmin />
    </Protected>
  );
}

function LiveAdmin() {
  const current = useQuery(api.account.current);
  useEnsureUser(current ?? null);
  if (current === undefined) return <LoadingPage />;
  if (current?.reason === "beingSetUp") return <LoadingPage>Setting up your account…</LoadingPage>;
  if (current?.isAdmin) return <AdminPage />;
  return (
    <AdminsOnly
      actions={
        <Link href="/lists" className={buttonClass("primary")}>
          My lists
        </Link>
      }
    />
  );
}
