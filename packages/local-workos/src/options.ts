import type { WorkosEvent } from "./identity/objects.ts";

/** A person who exists from the start and is offered as a button on the sign-in page. */
export type SeedPerson = { email: string; firstName?: string; lastName?: string };

/** An app's endpoint, and the secret that both sides sign with. */
export type SignedEndpoint = { url: string; secret: string };

/** What to serve, and for whom. */
export type LocalWorkosOptions = {
  /** Port on loopback; 0 picks a free one. */
  port: number;
  /** The one client that this environment knows. */
  clientId: string;
  /** Bearer key of the management API, and `client_secret` of confidential clients. */
  apiKey: string;
  /** `authKit.dev.configure` of convex.json, which is also what real WorkOS is provisioned from. */
  configure: { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
  /** Sign-out redirects, which WorkOS keeps in its dashboard. The home page is always allowed. */
  signOutUris?: string[];
  /** Where events are delivered. Without it there are no webhooks. */
  webhookEndpoint?: SignedEndpoint & {
    /** The events that are selected for it; all of them if left out. */
    events?: WorkosEvent["event"][];
  };
  /** Asked before every registration and authentication. Without it everything is allowed. */
  actionEndpoint?: SignedEndpoint;
  /** Created at start if no user has that email. */
  people?: SeedPerson[];
  /** Keeps users, sessions and the signing key across restarts. Without it nothing is kept. */
  stateDirectory?: string;
  /** Origin in the tokens' issuer; default "https://api.workos.com", as in production. */
  issuerOrigin?: string;
  /** Receives one line for what a developer should know. Never gets a secret or a token. */
  onLog?: (line: string) => void;
};
