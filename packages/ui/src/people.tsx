import { api } from "@repo/convex-backend/api";
import type { Doc } from "@repo/convex-backend/data-model";
import { useMutation, usePaginatedQuery } from "convex/react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { useConfirm } from "./confirm.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { More, PAGE, Search, useSteadyPages } from "./more.tsx";

/** The people of this app, for its admins to block. */
export function People({ admin }: { admin: Doc<"users"> }) {
  const [search, setSearch] = useState("");
  const people = useSteadyPages(
    usePaginatedQuery(api.admin.people, { search }, { initialNumItems: PAGE }),
  );
  const block = useMutation(api.admin.block);
  const unblock = useMutation(api.admin.unblock);
  const { failure, attempt } = useAttempt();
  const { ask, dialog } = useConfirm();

  type Person = (typeof people.results)[number];

  async function change({ _id: userId, isBlocked, name, email }: Person) {
    if (isBlocked) return await attempt(unblock({ userId }));
    const isWanted = await ask({
      title: `Block ${name || email}?`,
      text: "They are signed out at once, and cannot sign in or sign up again until you unblock them.",
      action: "Block",
    });
    if (isWanted) await attempt(block({ userId }));
  }

  return (
    <section
      aria-labelledby="people"
      aria-busy={people.isBusy}
      className="mt-10 grid grid-cols-1 gap-4"
    >
      <h2 id="people" className="text-xl font-semibold tracking-tight">
        People
      </h2>
      <Search label="Search by email address" of={people} value={search} onSearch={setSearch} />
      <Failure>{failure}</Failure>
      {people.results.length > 0 && (
        <ul className="border-line bg-surface divide-line divide-y overflow-hidden rounded-2xl border">
          {people.results.map((person) => (
            <li key={person._id} className="flex min-h-16 items-center gap-4 px-5 py-3">
              <div className="min-w-0 grow">
                <p dir="auto" className="font-medium wrap-anywhere">
                  {person.name || "No name yet"}
                </p>
                <p className="text-muted text-sm wrap-anywhere">{person.email}</p>
              </div>
              {person.isBlocked && <span className="text-bad text-sm">Blocked</span>}
              {person._id === admin._id ? (
                <span className="text-muted text-sm">You</span>
              ) : (
                <Button
                  variant="secondary"
                  aria-label={`${person.isBlocked ? "Unblock" : "Block"} ${person.email}`}
                  onClick={() => void change(person)}
                >
                  {person.isBlocked ? "Unblock" : "Block"}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <More of={people} />
      {dialog}
    </section>
  );
}
