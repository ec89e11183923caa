/**
 * The roles of an organization, with their permissions. `npm run setup` creates them in WorkOS,
 * which puts the member's permissions into the access token.
 */
export const roles = {
  admin: ["members:manage", "lists:delete"],
  member: [],
} as const satisfies Record<string, readonly string[]>;

export type Role = keyof typeof roles;
export type Permission = (typeof roles)[Role][number];

/** The role of the person who creates an organization. */
export const creatorRole: Role = "admin";
