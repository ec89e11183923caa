import { useCurrent } from "./current.tsx";

/** Above every page of a session that was started for somebody else in WorkOS’s dashboard. */
export function ImpersonationBanner({ onSignOut }: { onSignOut: () => void }) {
  const current = useCurrent();
  if (!current?.impersonatedBy) return null;
  const person = current.user?.email || current.authUser?.email || "this user";
  return (
    <aside
      aria-label="Impersonation"
      className="bg-bad text-surface flex flex-wrap items-center justify-center gap-x-4 gap-y-1 px-4 py-2 text-sm"
    >
      <p className="text-center wrap-anywhere">
        {current.impersonatedBy} is signed in as {person}.
      </p>
      <button type="button" onClick={onSignOut} className="rounded font-medium underline">
        End this session
      </button>
    </aside>
  );
}
