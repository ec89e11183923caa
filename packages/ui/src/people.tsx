import { api } from "@repo/convex-backend/api";
import { useMutation, usePaginatedQuery } from "convex/react";
import { useState } from "react";
import { ConfirmButton } from "./confirm.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { More, PAGE, Search, useSteadyPages } from "./more.tsx";
import { Row, Rows } from "./rows.tsx";
import { Section } from "./section.tsx";

/** The people of this app, for its admins to block; `adminId` is the admin's own. */
export function People({ adminId }: { adminId: string | undefined }) {
  const [search, setSearch] = useState("");
  const people = useSteadyPages(
    usePaginatedQuery(api.admin.people, { search }, { initialNumItems: PAGE }),
  );
  const block = useMutation(api.admin.block);
  const unblock = useMutation(api.admin.unblock);
  const { failure, attempt } = useAttempt();
  return (
    <Section title="People" isBusy={people.isBusy}>
      <div className="mt-4 grid gap-2 empty:hidden">
        <Search label="Search by email address" of={people} onSearch={setSearch} />
      </div>
      <Failure>{failure}</Failure>
      <Rows>
        {people.results.map(({ _id: userId, name, email, isBlocked }) => (
          <Row key={userId} avatar={name || email} title={name || "No name yet"} detail={email}>
            {isBlocked && <span className="text-bad text-sm">Blocked</span>}
            {userId === adminId ? (
              <span className="text-muted text-sm">You</span>
            ) : (
              <ConfirmButton
                aria-label={`${isBlocked ? "Unblock" : "Block"} ${email}`}
                question={
                  isBlocked
                    ? undefined
                    : {
                        title: `Block ${name || email}?`,
                        text: "They are signed out at once, and cannot sign in or sign up again until you unblock them.",
                        action: "Block",
                      }
                }
                onClick={() => attempt((isBlocked ? unblock : block)({ userId }))}
              >
                {isBlocked ? "Unblock" : "Block"}
              </ConfirmButton>
            )}
          </Row>
        ))}
      </Rows>
      <More of={people} />
    </Section>
  );
}
