import fc from "fast-check";
import {
  workosEvent,
  workosInvitation,
  workosMembership,
  workosOrganization,
  workosSession,
  workosUser,
  type WorkOSFields,
} from "../../../packages/convex-backend/test/setup";

const actions = [
  "create",
  "update",
  "delete",
  "start session",
  "end session",
  "call ensureUser",
  "create organization",
  "rename organization",
  "delete organization",
  "join",
  "change role",
  "leave",
  "invite",
  "accept",
  "revoke",
] as const;

/** What happens at WorkOS to one person or organization, and when its event arrives here. */
type Step = {
  person: number;
  organization: number;
  what: (typeof actions)[number];
  value: number;
  /** Whether it happens in the same moment as the step before. */
  isAtOnce: boolean;
  /** Places in the order of arrival: more than one is a repetition, none a loss. */
  arrivals: number[];
};

type Event = ReturnType<typeof workosEvent>;
/** An app calls `ensureUser` with this person's access token. */
type Call = { subject: string };

/** WorkOS after a history, and what it sent on the way, in the order in which it arrives. */
export type History = ReturnType<typeof play>;

/** Random histories of two people and two organizations, with every order of arrival. */
function histories({ losses }: { losses: boolean }): fc.Arbitrary<History> {
  const step: fc.Arbitrary<Step> = fc.record({
    person: fc.nat({ max: 1 }),
    organization: fc.nat({ max: 1 }),
    what: fc.constantFrom(...actions),
    value: fc.nat({ max: 9 }),
    isAtOnce: fc.boolean(),
    arrivals: fc.array(fc.nat({ max: 99 }), { minLength: losses ? 0 : 1, maxLength: 3 }),
  });
  // Most of what can happen happens to members, so each history begins with one.
  return fc
    .array(step, { minLength: 3, maxLength: 30, size: "max" })
    .map(([user, organization, member, ...steps]) =>
      play([
        { ...user!, person: 0, what: "create" },
        { ...organization!, organization: 0, what: "create organization" },
        { ...member!, person: 0, organization: 0, what: "join" },
        ...steps,
      ]),
    );
}

function play(steps: Step[]) {
  const workos = {
    users: [] as ReturnType<typeof workosUser>[],
    sessions: [] as ReturnType<typeof workosSession>[],
    organizations: [] as ReturnType<typeof workosOrganization>[],
    memberships: [] as ReturnType<typeof workosMembership>[],
    invitations: [] as ReturnType<typeof workosInvitation>[],
  };
  const deleted = new Set<string>();
  const lives = { users: [0, 0], organizations: [0, 0] };
  const sent: { event: Event | Call; at: number }[] = [];
  // Of late: old invitations are not kept.
  let clock = Date.now() - 60_000;

  for (const [index, step] of steps.entries()) {
    if (!step.isAtOnce) clock += 1000;
    const now = new Date(clock).toISOString();
    // WorkOS's ids sort by time, which says what is later in one moment.
    const ulid = String(index).padStart(4, "0");
    const event = happen(step, now, ulid);
    if (event && "id" in event) Object.assign(event, { created_at: now, id: `event_${ulid}` });
    if (event) sent.push(...step.arrivals.map((at) => ({ event, at })));
  }
  const arrivals = sent.toSorted((a, b) => a.at - b.at).map(({ event }) => event);
  return { ...workos, deleted, arrivals };

  function happen(step: Step, now: string, ulid: string): Event | Call | undefined {
    const { person, value } = step;
    // Whoever comes back after a deletion is somebody new to WorkOS.
    const id = `user_${person}_${lives.users[person]}`;
    const organization_id = `org_${step.organization}_${lives.organizations[step.organization]}`;
    const user = workos.users.find((each) => each.id === id);
    const organization = workos.organizations.find((each) => each.id === organization_id);
    const membership = workos.memberships.find(
      (each) => each.user_id === id && each.organization_id === organization_id,
    );
    const invitation = workos.invitations.find(
      (each) => each.organization_id === organization_id && each.state === "pending",
    );
    const email = `${id}_${value}@example.com`;
    const made = { created_at: now, updated_at: now };
    switch (step.what) {
      case "create":
        return user ? undefined : add("users", "user", workosUser({ id, email, ...made }));
      case "update":
        return change(user, "user", { email, first_name: value % 2 ? null : "Ada" });
      case "delete":
        lives.users[person]! += user ? 1 : 0;
        return remove(user, "users", "user");
      case "call ensureUser":
        return user && { subject: id };
      case "start session": {
        const session = { id: `session_${ulid}`, user_id: id, ...made };
        return user && add("sessions", "session", workosSession(session));
      }
      case "end session": {
        const open = workos.sessions.find((each) => each.user_id === id && !each.ended_at);
        return change(open, "session", { status: "revoked", ended_at: now }, "revoked");
      }
      case "create organization": {
        const created = { id: organization_id, name: `Name ${value}`, ...made };
        if (organization) return undefined;
        return add("organizations", "organization", workosOrganization(created));
      }
      case "rename organization":
        return change(organization, "organization", { name: `Name ${value}` });
      case "delete organization":
        lives.organizations[step.organization]! += organization ? 1 : 0;
        return remove(organization, "organizations", "organization");
      case "join": {
        if (!user || !organization || membership) return undefined;
        const names = { organization_id, organization_name: organization.name, user_id: id };
        const joined = { id: `om_${ulid}`, ...names, ...made };
        return add("memberships", "organization_membership", workosMembership(joined));
      }
      case "change role": {
        const status = value < 3 ? "inactive" : "active";
        const role = { slug: value % 2 ? "admin" : "member" };
        return change(membership, "organization_membership", { role, status });
      }
      case "leave":
        return remove(membership, "memberships", "organization_membership");
      case "invite": {
        const invited = { id: `invitation_${ulid}`, email, organization_id, ...made };
        return organization && add("invitations", "invitation", workosInvitation(invited));
      }
      case "accept":
        return change(invitation, "invitation", { state: "accepted" }, "accepted");
      case "revoke":
        return change(invitation, "invitation", { state: "revoked" }, "revoked");
    }

    function add<T extends { id: string }, Kind extends keyof typeof workos>(
      kind: Kind,
      type: string,
      object: T & (typeof workos)[Kind][number],
    ) {
      (workos[kind] as { id: string }[]).push(object);
      return workosEvent(`${type}.created`, { ...object });
    }

    function change(
      object: { id: string } | undefined,
      type: string,
      fields: WorkOSFields,
      event = "updated",
    ) {
      if (!object) return undefined;
      return workosEvent(`${type}.${event}`, {
        ...Object.assign(object, fields, { updated_at: now }),
      });
    }

    /** WorkOS deletes what belongs to it, too, and says so of it alone. */
    function remove(
      object: { id: string } | undefined,
      kind: "users" | "organizations" | "memberships",
      type: string,
    ) {
      if (!object) return undefined;
      const isOther = (each: object) =>
        ["id", "user_id", "organization_id"].every(
          (name) => (each as WorkOSFields)[name] !== object.id,
        );
      deleted.add(object.id);
      workos.users = workos.users.filter(isOther);
      workos.sessions = workos.sessions.filter(isOther);
      workos.organizations = workos.organizations.filter(isOther);
      workos.memberships = workos.memberships.filter(isOther);
      workos.invitations = workos.invitations.filter(isOther);
      return workosEvent(`${type}.deleted`, object);
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
    // `npm run test:histories` sets the mode.
    numRuns: import.meta.env.MODE === "long" ? 5_000 : 300,
    // A failure prints its seed: set this variable to it.
    ...(seed && { seed: Number(seed) }),
  });
}
