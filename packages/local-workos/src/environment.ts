import { Faults, Settings } from "./control/faults.ts";
import type { SigningKey } from "./identity/access-tokens.ts";
import type { AuthorizationCode, RefreshToken } from "./identity/sessions.ts";
import type { LocalWorkosOptions } from "./options.ts";
import type { ActionRow } from "./outgoing/actions.ts";
import { recordEvents, type EventRow } from "./outgoing/events.ts";
import { Webhooks, type Delivery } from "./outgoing/webhooks.ts";
import { Clock } from "./state/clock.ts";
import { Collection, Resource, type Emit } from "./state/collection.ts";
import type { Database } from "./state/database.ts";
import type {
  CorsOrigin,
  Invitation,
  Membership,
  Organization,
  RedirectUri,
  Role,
  Session,
  User,
  WebhookEndpoint,
} from "./state/objects.ts";

/** Everything that the routes work with. */
export type Environment = ReturnType<typeof createEnvironment>;

const defaultRoles = [{ slug: "admin" }, { slug: "member" }];

/** An environment with the state of a database. */
export function createEnvironment(options: LocalWorkosOptions, database: Database) {
  const log = options.onLog ?? (() => undefined);
  const clock = new Clock();
  const settings = new Settings();
  const webhookEndpoints = resource<WebhookEndpoint>("webhook_endpoint", "we");
  const deliveries = new Collection<Delivery>(database, "delivery");
  const webhooks = new Webhooks({
    deliveries,
    endpoints: webhookEndpoints,
    settings,
    clock,
    log,
  });
  const events = new Collection<EventRow>(database, "event");
  const emit = recordEvents(
    events,
    () => users,
    clock,
    (row) => webhooks.send(row),
  );
  const users = resource<User>("user", "user", emit);

  function resource<
    Row extends { object: string; id: string; created_at: string; updated_at: string },
  >(object: Row["object"], prefix: string, emitOf?: Emit) {
    return new Resource<Row>(database, { object, prefix }, clock, emitOf);
  }

  return {
    options,
    log,
    clock,
    settings,
    faults: new Faults(),
    /** Where it listens; set once it does. */
    origin: { url: `http://localhost:${options.port}` },
    users,
    organizations: resource<Organization>("organization", "org", emit),
    memberships: resource<Membership>("organization_membership", "om", emit),
    invitations: resource<Invitation>("invitation", "invitation", emit),
    sessions: resource<Session>("session", "session", emit),
    roles: (options.roles ?? defaultRoles).map((role) => roleObject(role, clock)),
    redirectUris: resource<RedirectUri>("redirect_uri", "redirect_uri"),
    corsOrigins: resource<CorsOrigin>("cors_origin", "cors_origin"),
    homePage: { url: options.configure.appHomepageUrl },
    webhookEndpoints,
    webhooks,
    deliveries,
    events,
    actions: new Collection<ActionRow>(database, "action"),
    codes: new Collection<AuthorizationCode>(database, "authorization_code"),
    refreshTokens: new Collection<RefreshToken>(database, "refresh_token"),
    signingKeys: new Collection<SigningKey>(database, "signing_key"),
    /** The seeded people who (still) exist, in the order of the options. */
    people: () => {
      const byEmail = new Map(users.all().map((user) => [user.email.toLowerCase(), user]));
      return (options.people ?? []).flatMap(({ email }) => byEmail.get(email.toLowerCase()) ?? []);
    },
  };
}

function roleObject(
  { slug, name, permissions }: NonNullable<LocalWorkosOptions["roles"]>[number],
  clock: Clock,
): Role {
  const now = clock.iso();
  return {
    object: "role",
    id: `role_${slug}`,
    slug,
    name: name ?? slug.charAt(0).toUpperCase() + slug.slice(1),
    description: null,
    type: "EnvironmentRole",
    resource_type_slug: "organization",
    permissions: permissions ?? [],
    created_at: now,
    updated_at: now,
  };
}
