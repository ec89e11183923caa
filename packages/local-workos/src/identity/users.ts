import type { Webhooks } from "../outgoing/webhooks.ts";
import type { Store } from "../state/store.ts";
import { newId, sameEmail, type User, type UserInput } from "./objects.ts";
import type { Sessions } from "./sessions.ts";

/** Thrown when another user has the email already. */
export class EmailTakenError extends Error {
  constructor(email: string) {
    super(`A user with the email ${email} exists already.`);
  }
}

/** The users of the environment. Every change is an event. */
export class Users {
  readonly #store: Store;
  readonly #sessions: Sessions;
  readonly #webhooks: Webhooks;

  constructor(store: Store, sessions: Sessions, webhooks: Webhooks) {
    this.#store = store;
    this.#sessions = sessions;
    this.#webhooks = webhooks;
  }

  get(id: string): User | undefined {
    return this.#store.users.get(id);
  }

  /** In the order in which they were created. */
  all(): User[] {
    return [...this.#store.users.values()];
  }

  byEmail(email: string): User | undefined {
    return this.all().find((user) => sameEmail(user.email, email));
  }

  /** @throws EmailTakenError */
  create(input: UserInput & { email: string }): User {
    const now = new Date().toISOString();
    const user: User = {
      object: "user",
      id: newId("user"),
      email: "",
      email_verified: false,
      first_name: null,
      last_name: null,
      name: null,
      profile_picture_url: null,
      last_sign_in_at: null,
      locale: null,
      external_id: null,
      metadata: {},
      created_at: now,
      updated_at: now,
    };
    this.#assign(user, input);
    this.#store.users.set(user.id, user);
    this.#store.changed();
    this.#webhooks.send("user.created", user, user);
    return user;
  }

  /** @throws EmailTakenError */
  update(user: User, input: UserInput): User {
    this.#assign(user, input);
    // Receivers order updates by this time: two within one millisecond must not look like one.
    const after = Math.max(Date.now(), Date.parse(user.updated_at) + 1);
    user.updated_at = new Date(after).toISOString();
    this.#store.changed();
    this.#webhooks.send("user.updated", user, user);
    return user;
  }

  delete(user: User): void {
    for (const session of this.#sessions.activeOf(user.id)) this.#sessions.end(session);
    this.#store.users.delete(user.id);
    this.#store.changed();
    this.#webhooks.send("user.deleted", user, user);
  }

  #assign(user: User, { metadata, ...fields }: UserInput): void {
    const holder = fields.email === undefined ? undefined : this.byEmail(fields.email);
    if (holder && holder.id !== user.id) throw new EmailTakenError(holder.email);
    const nameWasDerived = user.name === derivedName(user);
    Object.assign(user, fields);
    user.email = user.email.trim();
    if (nameWasDerived && fields.name === undefined) user.name = derivedName(user);
    for (const [key, value] of Object.entries(metadata ?? {})) {
      if (value === null) delete user.metadata[key];
      else user.metadata[key] = value;
    }
  }
}

function derivedName({ first_name, last_name }: User): string | null {
  return [first_name, last_name].filter(Boolean).join(" ") || null;
}
