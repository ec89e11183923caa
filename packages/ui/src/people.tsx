import { api } from "@repo/convex-backend/api";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Button } from "./button.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { More, PAGE } from "./more.tsx";

/** The people of this app, for its admins to block. */
export function People() {
  const people = usePaginatedQuery(api.admin.people, {}, { initialNumItems: PAGE });
  const block = useMutation(api.admin.block);
  const unblock = useMutation(api.admin.unblock);
  const { failure, attempt } = useAttempt();
  return (
    <section aria-labelledby="people" className="mt-10">
      <h2 id="people" className="text-xl font-semibold tracking-tight">
        People
      </h2>
      <Failure>{failure}</Failure>
      <ul className="border-line bg-surface divide-line mt-4 divide-y overflow-hidden rounded-2xl border">
        {people.results.map((person) => (
          <li key={person._id} className="flex items-center gap-4 px-5 py-3">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{person.name || "No name yet"}</p>
              <p className="text-muted truncate text-sm">{person.email}</p>
            </div>
            {person.isBlocked && <span className="text-bad text-sm">Blocked</span>}
            <Button
              variant="secondary"
              aria-label={`${person.isBlocked ? "Unblock" : "Block"} ${person.email}`}
              onClick={() => attempt((person.isBlocked ? unblock : block)({ userId: person._id }))}
            >
              {person.isBlocked ? "Unblock" : "Block"}
            </Button>
          </li>
        ))}
      </ul>
      <More of={people} />
    </section>
  );
}
