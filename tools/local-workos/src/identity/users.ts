import type { Environment } from "../environment.ts";
import { refuse } from "../http/errors.ts";
import { sameEmail, type User } from "../state/objects.ts";
import { setPassword } from "./passwords.ts";
import type { UserInput } from "./schemas.ts";
import { endSessions } from "./sessions.ts";

export function userByEmail({ users }: Environment, email: string): User | undefined {
  return users.all().find((user) => sameEmail(user.email, email));
}

/** @throws ApiError 400 if another user has the email already. */
export function createUser(env: Environment, input: UserInput & { email: string }): User {
  const holder = userByEmail(env, input.email);
  if (holder) {
    throw refuse(400, "user_creation_error", "Could not create user.", [
      { code: "email_not_available", message: takenMessage(holder) },
    ]);
  }
  const blank = {
    email_verified: false,
    first_name: null,
    last_name: null,
    profile_picture_url: null,
    last_sign_in_at: null,
    locale: null,
    external_id: null,
  };
  const { metadata, password, ...fields } = { ...blank, ...input };
  const user = env.users.create({
    ...fields,
    name: input.name ?? derivedName(fields),
    metadata: merged({}, metadata),
  });
  if (password) setPassword(env, user, password);
  return user;
}

/** @throws ApiError 400 if another user has the email already. */
export function updateUser(env: Environment, user: User, input: UserInput): User {
  const { metadata, password, ...fields } = input;
  const holder = fields.email === undefined ? undefined : userByEmail(env, fields.email);
  if (holder && holder.id !== user.id) {
    throw refuse(400, "email_not_available", takenMessage(holder));
  }
  if (password) setPassword(env, user, password);
  const nameWasDerived = user.name === derivedName(user);
  const name = nameWasDerived ? derivedName({ ...user, ...fields }) : user.name;
  return env.users.update(user, { name, ...fields, metadata: merged(user.metadata, metadata) });
}

/** Ends the user's sessions and memberships first, so that their events come before. */
export function deleteUser(env: Environment, user: User): void {
  endSessions(env, user);
  for (const membership of env.memberships.all()) {
    if (membership.user_id === user.id) env.memberships.remove(membership);
  }
  env.passwords.delete(user.id);
  env.users.remove(user);
}

/** Metadata with changes to it: null removes a key. */
export function merged(
  metadata: Record<string, string>,
  changes: Record<string, string | null> | null | undefined,
): Record<string, string> {
  const entries = Object.entries({ ...metadata, ...changes });
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** WorkOS's display name where none was set. */
export function derivedName(person: Pick<User, "first_name" | "last_name">): string | null {
  return [person.first_name, person.last_name].filter(Boolean).join(" ") || null;
}

function takenMessage({ email }: User): string {
  return `A user with the email ${email} exists already.`;
}
