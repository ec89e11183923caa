import { Faults, Settings } from "./control/faults.ts";
import type { SigningKey } from "./identity/access-tokens.ts";
import type { Password } from "./identity/passwords.ts";
import type { AuthorizationCode, RefreshToken } from "./identity/sessions.ts";
import type { StartedSignIn } from "./identity/started-sign-ins.ts";
import { defaultRoles, type LocalWorkosOptions } from "./options.ts";
import type { ActionRow } from "./outgoing/actions.ts";
import { Webhooks, type Delivery, type EventRow } from "./outgoing/webhooks.ts";
import { Clock } from "./state/clock.ts";
import { Collection, Resource, type Emit } from "./state/collection.ts";
import type { Database } from "./state/database.ts";
import { sameEmail } from "./state/objects.ts";
import type { SignIn } from "./state/sign-ins.ts";
import type * as api from "./state/objects.ts";

/** Everything that the routes work with. */
export type Environment = ReturnType<typeof createEnvironment>;

/** An environment with the state of a database. */
export function createEnvironment(options: LocalWorkosOptions, database: Database) {
  const log = options.onLog ?? (() => undefined);
  const clock = new Clock();
  const settings = new Settings(options);
  const silent = <Row extends api.ApiObject>(object: Row["object"], prefix: string = object) =>
    new Resource<Row>(database, { object, prefix }, clock);
  const emit: Emit = (type, object) => webhooks.record(type, object);
  const emitting = <Row extends api.ApiObject>(object: Row["object"], prefix: string = object) =>
    new Resource<Row>(database, { object, prefix }, clock, emit);

  const users = emitting<api.User>("user");
  const endpoints = silent<api.WebhookEndpoint>("webhook_endpoint", "we");
  const events = new Collection<EventRow>(database, "event");
  const deliveries = new Collection<Delivery>(database, "delivery");
  const webhooks = new Webhooks({ events, deliveries, endpoints, users, settings, clock, log });

  return {
    ...{ options, log, clock, settings, users, events, deliveries, webhooks },
    faults: new Faults(),
    /** Where it listens; set once it does. */
    origin: { url: `http://localhost:${options.port}` },
    organizations: emitting<api.Organization>("organization", "org"),
    memberships: emitting<api.Membership>("organization_membership", "om"),
    invitations: emitting<api.Invitation>("invitation"),
    sessions: emitting<api.Session>("session"),
    roles: (options.roles ?? defaultRoles).map(({ slug, name, permissions }): api.Role => ({
      ...{ object: "role", id: `role_${slug}`, slug, description: null },
      name: name ?? slug.charAt(0).toUpperCase() + slug.slice(1),
      permissions: permissions ?? [],
      ...{ type: "EnvironmentRole", resource_type_slug: "organization" },
      ...{ created_at: clock.iso(), updated_at: clock.iso() },
    })),
    redirectUris: silent<api.RedirectUri>("redirect_uri"),
    corsOrigins: silent<api.CorsOrigin>("cors_origin"),
    clientIds: [options.clientId, ...(options.otherClientIds ?? [])],
    homePage: { url: options.configure.appHomepageUrl },
    webhookEndpoints: endpoints,
    actions: new Collection<ActionRow>(database, "action"),
    codes: new Collection<AuthorizationCode>(database, "authorization_code"),
    signIns: new Collection<SignIn>(database, "sign_in"),
    startedSignIns: new Collection<StartedSignIn>(database, "started_sign_in"),
    refreshTokens: new Collection<RefreshToken>(database, "refresh_token"),
    passwords: new Collection<Password>(database, "password"),
    signingKeys: new Collection<SigningKey>(database, "signing_key"),
    /** The seeded people who (still) exist, in the order of the options. */
    people: () =>
      (options.people ?? []).flatMap(
        ({ email }) => users.all().find((user) => sameEmail(user.email, email)) ?? [],
      ),
  };
}
