import { createApp } from "./app.ts";
import { Failures } from "./control/failures.ts";
import { Settings } from "./control/settings.ts";
import { AccessTokens } from "./identity/access-tokens.ts";
import { AuthorizationCodes } from "./identity/authorization-codes.ts";
import type { User } from "./identity/objects.ts";
import { Sessions } from "./identity/sessions.ts";
import { Users } from "./identity/users.ts";
import { listenOnLoopback } from "./listen.ts";
import type { LocalWorkosOptions } from "./options.ts";
import { Actions } from "./outgoing/actions.ts";
import { Webhooks } from "./outgoing/webhooks.ts";
import type { Services } from "./services.ts";
import { Store } from "./state/store.ts";

/** A running local WorkOS. */
export type LocalWorkos = {
  /** `http://localhost:<port>`: the API base for SDKs and browsers. */
  url: string;
  /** The seeded people, as the users they are. */
  people(): User[];
  /** Stops serving; undelivered webhooks and everything else are saved first. */
  stop(): Promise<void>;
};

/**
 * Starts a WorkOS environment on this machine, in this process.
 *
 * @throws Error in one sentence, if an address in the options is not a URL, the port is in use, or
 * the state directory holds something else.
 */
export async function startLocalWorkos(options: LocalWorkosOptions): Promise<LocalWorkos> {
  checkAddresses(options);
  const log = options.onLog ?? (() => undefined);
  const store = await Store.open(options.stateDirectory, log);
  const settings = new Settings();
  const webhooks = new Webhooks(store, options.webhookEndpoint, settings, log);
  const sessions = new Sessions(store, webhooks);
  const users = new Users(store, sessions, webhooks);
  const services: Services = {
    options,
    log,
    store,
    users,
    sessions,
    webhooks,
    settings,
    codes: new AuthorizationCodes(),
    accessTokens: new AccessTokens(
      store.signingKey,
      options.clientId,
      options.issuerOrigin ?? "https://api.workos.com",
    ),
    actions: new Actions(options.actionEndpoint, log),
    failures: new Failures(),
    people: () => (options.people ?? []).flatMap(({ email }) => users.byEmail(email) ?? []),
  };
  const listener = await listenOnLoopback(createApp(services), options.port);
  webhooks.resume();
  for (const { email, firstName, lastName } of options.people ?? []) {
    if (users.byEmail(email)) continue;
    users.create({
      email,
      email_verified: true,
      first_name: firstName ?? null,
      last_name: lastName ?? null,
    });
  }
  return {
    url: `http://localhost:${listener.port}`,
    people: services.people,
    stop: async () => {
      await listener.close();
      await webhooks.stop();
      await store.flush();
    },
  };
}

function checkAddresses({
  configure,
  signOutUris,
  webhookEndpoint,
  actionEndpoint,
}: LocalWorkosOptions) {
  const addresses = {
    redirectUris: configure.redirectUris,
    appHomepageUrl: [configure.appHomepageUrl],
    corsOrigins: configure.corsOrigins,
    signOutUris: signOutUris ?? [],
    webhookEndpoint: webhookEndpoint ? [webhookEndpoint.url] : [],
    actionEndpoint: actionEndpoint ? [actionEndpoint.url] : [],
  };
  for (const [option, urls] of Object.entries(addresses)) {
    const wrong = urls.find((url) => !URL.canParse(url));
    if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} in ${option} is not a URL.`);
  }
}
