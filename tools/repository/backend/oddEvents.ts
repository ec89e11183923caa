import { workosUser, type WorkOSFields } from "../../../packages/convex-backend/test/setup";

/** Events that WorkOS may send, if hardly ever. */
export const oddEvents: [what: string, type: string, data: WorkOSFields][] = [
  ["a type that is not there yet", "user.renamed", { id: "user_1", new_name: "Ada" }],
  ["an organization without a name", "organization.created", { id: "org_1", domains: [] }],
  ["data without anything", "something.happened", {}],
  ["nulls everywhere", "user.created", { id: "user_1", email: null, updated_at: null }],
  ["nothing but the id", "user.created", { id: "user_1" }],
  ["a session of which little is known", "session.created", { id: "s_1", user_id: "user_1" }],
  [
    "a membership of which little is known",
    "organization_membership.created",
    { id: "om_1", user_id: "user_1", organization_id: "org_1", role: null, roles: [1], status: 2 },
  ],
  [
    "an invitation of which little is known",
    "invitation.created",
    { id: "invitation_1", organization_id: "org_1", state: "paused" },
  ],
  ["new fields", "user.created", { ...workosUser(), pronouns: ["she", "her"], $new: { _a: 1 } }],
  ["other types", "user.created", { ...workosUser(), first_name: 1, last_name: {}, email: [] }],
  ["deep metadata", "user.created", workosUser({ metadata: nested(200) })],
  [
    "wide metadata",
    "user.created",
    workosUser({ metadata: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [i, i])) }),
  ],
  ["long values", "user.created", workosUser({ metadata: { a: "x".repeat(200_000) } })],
  ["a prototype", "user.created", workosUser({ metadata: JSON.parse('{"__proto__":{"a":1}}') })],
];

function nested(depth: number): WorkOSFields {
  return depth === 0 ? {} : { deeper: nested(depth - 1) };
}
