import { createApp } from "./app.ts";
import { createEnvironment, type Environment } from "./environment.ts";
import { listenOnLoopback, type Listener } from "./http/listen.ts";
import { rotateSigningKey } from "./identity/access-tokens.ts";
import { addMember, membershipOf } from "./identity/organizations.ts";
import { forgetEndedSessions } from "./identity/sessions.ts";
import { createUser, userByEmail } from "./identity/users.ts";
import { checkOptions, type LocalWorkosOptions } from "./options.ts";
import type { Resource } from "./state/collection.ts";
import { Database } from "./state/database.ts";
import { eventNames, type ApiObject, type User } from "./state/objects.ts";

/** A running local WorkOS. */
export type LocalWorkos = {
  /** `http://localhost:<port>`: the API base for SDKs and browsers, and the inbox page. */
  url: string;
  /** The seeded people, as the users they are. */
  people(): User[];
  /** Stops serving; undelivered webhooks are kept in the state directory. */
  stop(): Promise<void>;
};

/**
 * Starts a WorkOS environment on this machine, in this process.
 *
 * @throws Error in one sentence, if an address in the options is not a URL, a member's role is not
 * known, the port or the state directory is in use, or the directory holds something else.
 */
export async function startLocalWorkos(options: LocalWorkosOptions): Promise<LocalWorkos> {
  checkOptions(options);
  const database = new Database(options.stateDirectory);
  const env = createEnvironment(options, database);
  let listener: Listener | undefined;
  const stop = async () => {
    await listener?.close();
    await env.webhooks.stop();
    database.close();
  };
  try {
    // Pinned before the first token leaves.
    if (env.signingKeys.all().length === 0) await rotateSigningKey(env);
    forgetEndedSessions(env);
    provision(env);
    listener = await listenOnLoopback(createApp(env), options.port);
    env.origin.url = `http://localhost:${listener.port}`;
    env.webhooks.resume();
    createSeeds(env);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: env.origin.url, people: env.people, stop };
}

/** Replaces what earlier options provisioned; what the API added stays. */
function provision({ options, redirectUris, corsOrigins, webhookEndpoints }: Environment): void {
  const { configure, webhookEndpoint } = options;
  const fromOptions = "from_options_";
  const replace = <Row extends ApiObject>(
    rows: Resource<Row>,
    fields: Parameters<Resource<Row>["create"]>[0][],
  ) => {
    for (const { id } of rows.all()) if (id.startsWith(fromOptions)) rows.delete(id);
    fields.forEach((each, index) => rows.create(each, `${fromOptions}${index}`));
  };
  replace(
    redirectUris,
    configure.redirectUris.map((uri, index) => ({ uri, default: index === 0 })),
  );
  replace(
    corsOrigins,
    configure.corsOrigins.map((origin) => ({ origin })),
  );
  const { url: endpoint_url, secret, events = eventNames } = webhookEndpoint ?? { url: "" };
  const seeded = { endpoint_url, secret: secret ?? "", events, status: "enabled" as const };
  replace(webhookEndpoints, webhookEndpoint ? [seeded] : []);
}

function createSeeds(env: Environment): void {
  const { people = [], organizations = [] } = env.options;
  for (const { email, firstName: first_name = null, lastName: last_name = null } of people) {
    if (userByEmail(env, email)) continue;
    createUser(env, { email, email_verified: true, first_name, last_name });
  }
  for (const { id, name, members = [] } of organizations) {
    const organization =
      env.organizations.all().find((each) => each.name === name) ??
      env.organizations.create({ name, domains: [], metadata: {}, external_id: null }, id);
    for (const { email, role: role_slug } of members) {
      const user = userByEmail(env, email) ?? createUser(env, { email, email_verified: true });
      if (membershipOf(env, user.id, organization.id)) continue;
      addMember(env, { user_id: user.id, organization_id: organization.id, role_slug });
    }
  }
}
