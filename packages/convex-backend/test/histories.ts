import fc from "fast-check";
import { workosEvent, workosSession, workosUser, type WorkOSFields } from "./setup";

/** What happens at WorkOS to one person, and when the news of it arrive here. */
type Step = {
  person: number;
  what: "create" | "update" | "delete" | "start session" | "end session" | "call ensureUser";
  value: number;
  /** Whether it happens in the same moment as the step before. */
  isAtOnce: boolean;
  /** Places in the order of arrival: more than one is a repetition, none a loss. */
  arrivals: number[];
};

type Event = ReturnType<typeof workosEvent>;
/** An app calls `ensureUser` with this person's access token. */
type Call = { subject: string };
type User = ReturnType<typeof workosUser>;
type Session = ReturnType<typeof workosSession>;

/** WorkOS after a history, and what it sent on the way, in the order in which it arrives. */
export type History = {
  users: Map<string, User>;
  deleted: Set<string>;
  sessions: Session[];
  arrivals: (Event | Call)[];
};

/** Random histories of up to four people, with every order of arrival. */
function histories({ losses }: { losses: boolean }): fc.Arbitrary<History> {
  const step: fc.Arbitrary<Step> = fc.record({
    person: fc.nat({ max: 3 }),
    what: fc.constantFrom(
      "create",
      "update",
      "delete",
      "start session",
      "end session",
      "call ensureUser",
    ),
    value: fc.nat({ max: 9 }),
    isAtOnce: fc.boolean(),
    arrivals: fc.array(fc.nat({ max: 99 }), { minLength: losses ? 0 : 1, maxLength: 3 }),
  });
  return fc.array(step, { minLength: 1, maxLength: 24 }).map(play);
}

function play(steps: Step[]): History {
  const users = new Map<string, User>();
  const deleted = new Set<string>();
  const lives = [0, 0, 0, 0];
  let sessions: Session[] = [];
  const sent: { event: Event | Call; at: number }[] = [];
  let clock = Date.parse("2026-01-01T00:00:00.000Z");

  for (const [index, { person, what, value, arrivals, isAtOnce }] of steps.entries()) {
    if (!isAtOnce) clock += 1000;
    const now = new Date(clock).toISOString();
    // Whoever comes back after a deletion is somebody new to WorkOS.
    const id = `user_${person}_${lives[person]}`;
    const event = happen(id, what, value, now);
    if (event && "id" in event) {
      event.created_at = now;
      // WorkOS's ids sort by time, which says what is later in one moment.
      event.id = `event_${String(index).padStart(4, "0")}`;
    }
    if (event) sent.push(...arrivals.map((at) => ({ event, at })));
    if (what === "delete") lives[person]! += 1;
  }
  const arrivals = sent.toSorted((a, b) => a.at - b.at).map(({ event }) => event);
  return { users, deleted, sessions, arrivals };

  function happen(
    id: string,
    what: Step["what"],
    value: number,
    now: string,
  ): Event | Call | undefined {
    const user = users.get(id);
    const email = `${id}_${value}@example.com`;
    if (what === "create") {
      if (user) return undefined;
      const created = workosUser({ id, email, created_at: now, updated_at: now });
      users.set(id, created);
      return workosEvent("user.created", created);
    }
    if (!user) return undefined;
    const open = sessions.find((session) => session.user_id === id && !session.ended_at);
    switch (what) {
      case "update": {
        const updated = { ...user, email, first_name: value % 2 ? null : "Ada", updated_at: now };
        users.set(id, updated as User);
        return workosEvent("user.updated", updated);
      }
      case "delete":
        users.delete(id);
        deleted.add(id);
        sessions = sessions.filter((session) => session.user_id !== id);
        return workosEvent("user.deleted", user);
      case "call ensureUser":
        return { subject: id };
      case "start session": {
        const session = workosSession({
          id: `session_${id}_${sessions.length}_${now}`,
          user_id: id,
          created_at: now,
          updated_at: now,
        });
        sessions.push(session);
        return workosEvent("session.created", session);
      }
      case "end session": {
        if (!open) return undefined;
        const ended: WorkOSFields = { ...open, status: "revoked", ended_at: now, updated_at: now };
        sessions = sessions.map((session) => (session === open ? (ended as Session) : session));
        return workosEvent("session.revoked", ended);
      }
    }
  }
}

/** `fc.assert` with the number of runs and the seed of this run of the tests. */
export function assertHistories(
  losses: boolean,
  check: (history: History) => Promise<void>,
): Promise<void> {
  const seed = process.env.PROPERTY_SEED;
  return fc.assert(fc.asyncProperty(histories({ losses }), check), {
    // `npm run test:long` sets the mode.
    numRuns: import.meta.env.MODE === "long" ? 5_000 : 300,
    // A failure prints its seed: set this variable to it.
    ...(seed && { seed: Number(seed) }),
  });
}
