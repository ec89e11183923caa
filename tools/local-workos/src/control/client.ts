/** A user as the WorkOS API shows it. */
export type ControlUser = {
  object: "user";
  id: string;
  email: string;
  email_verified: boolean;
  first_name: string | null;
  last_name: string | null;
  name: string | null;
  locale: string | null;
  profile_picture_url: string | null;
  external_id: string | null;
  metadata: Record<string, string>;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
};

/** What may be written of a user, and their password. */
export type ControlUserInput = {
  email: string;
  email_verified?: boolean;
  first_name?: string | null;
  last_name?: string | null;
  name?: string | null;
  locale?: string | null;
  external_id?: string | null;
  /** Merged key by key; null removes a key. */
  metadata?: Record<string, string | null>;
  password?: string;
};

/** What can be changed while it runs; a restart brings back the defaults. */
export type ControlSettings = {
  /** Lifetime of access tokens in seconds. */
  accessTokenLifetimeSeconds: number;
  /** How old access tokens are when they come, in seconds: WorkOS's clock is behind, or ahead below 0. */
  accessTokenAgeSeconds: number;
  /** How long a webhook waits before its first attempt, in milliseconds. */
  webhookDelayMs: number;
  /** Whether the `signOutUris` of the options count, as if somebody had listed them in the dashboard. */
  knowsSignOutUris: boolean;
  /** Whom authorize signs in at once, without showing a page; null shows the page. */
  autoSignIn: string | null;
  /** Where the app starts a sign-in that starts here; null goes to its redirect URI at once. */
  initiateLoginUri: string | null;
  /** Origin in the tokens' issuer: a custom authentication domain is one's own. */
  issuerOrigin: string;
};

/** A webhook on its way to an endpoint. */
export type Delivery = {
  id: string;
  eventId: string;
  /** Of the event: "user.created". */
  type: string;
  /** Whom the event is about. */
  email: string | null;
  endpointId: string;
  attempts: number;
  /**
   * "held" by the control API; "pending" while it waits or is retried; "failed" when it was given
   * up; "dropped" when the control API or the endpoint left it out.
   */
  status: "held" | "pending" | "delivered" | "failed" | "dropped";
  /** HTTP status of the last attempt, or why there was none. */
  lastResult: number | string | null;
};

/** Requests that a fault meets. */
type FaultFilter = {
  path: string;
  /** Only requests for this person; everybody if left out. */
  email?: string;
  /** How many: 1 if left out, and 0 takes it back. */
  count?: number;
};

/**
 * Client of the control API, for tests in other processes: what tests need and WorkOS does not have. A
 * method throws an Error with the answer if it is refused.
 */
export type ControlClient = {
  /** Changes settings for everybody, or with `email` for one person; returns what holds then. */
  settings: (changes: Partial<ControlSettings> & { email?: string }) => Promise<ControlSettings>;

  /** Webhook deliveries in the order of their events, of one person if an email is given. */
  deliveries: (email?: string | null) => Promise<Delivery[]>;

  /** The first delivery that matches, once there is one; refused after 5 s, or so many ms. */
  waitForDelivery: (
    filter: { email: string; type: string; status?: Delivery["status"] },
    timeoutMs?: number,
  ) => Promise<Delivery>;

  /** Keeps back the webhooks of a person, even before the person exists, or of everybody. */
  holdWebhooks: (email?: string | null) => Promise<void>;

  /**
   * Lets go what was held: in the order of the events, or those with the named ids or types in the
   * named order. One that is named twice is delivered twice; one that is not named is dropped.
   */
  releaseWebhooks: (email?: string | null, order?: string[]) => Promise<void>;

  /** Answers the next requests of a path with a status (503), and uses nothing up. */
  failNext: (fault: FaultFilter & { status?: number }) => Promise<void>;

  /** Answers the next requests of a path after so many milliseconds (1000). */
  delayNext: (fault: FaultFilter & { milliseconds?: number }) => Promise<void>;

  /** Ends all sessions of a person; returns how many there were. */
  revokeSessions: (email: string) => Promise<number>;

  /** Makes what a person has of a kind expire now. */
  expire: (
    what: "codes" | "refresh tokens" | "sessions" | "invitations",
    email: string,
  ) => Promise<void>;

  /** Replaces the signing key: no token from before verifies. Returns the new key's id. */
  rotateSigningKey: () => Promise<string>;

  /** Moves the environment's clock by so many milliseconds; returns what time it is then. */
  moveClock: (milliseconds: number) => Promise<string>;

  /**
   * Starts a sign-in as WorkOS's dashboard or an identity provider does, and returns the URL to open
   * in a browser. It leads to the `initiateLoginUri`, and where that is null to the redirect URI (the
   * first one, if none is given) with a code and no state. With `impersonator`, the session is an
   * impersonation. The organization is the user's only one, unless one is given.
   */
  startSignIn: (
    email: string,
    options?: {
      impersonator?: { email: string; reason?: string | null };
      organizationId?: string;
      redirectUri?: string;
    },
  ) => Promise<string>;

  createUser: (input: ControlUserInput) => Promise<ControlUser>;
  updateUser: (id: string, changes: Partial<ControlUserInput>) => Promise<ControlUser>;
  deleteUser: (id: string) => Promise<void>;
  findUserByEmail: (email: string) => Promise<ControlUser | undefined>;
};

/** Makes a client of a running local WorkOS. */
export function createControlClient(options: { url: string; apiKey: string }): ControlClient {
  const { url, apiKey } = options;
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const response = await fetch(new URL(`/_control/${name}`, url), {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name} answered ${response.status}: ${text}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
  return new Proxy({} as ControlClient, {
    // A client that had "then" would look like a promise.
    get: (_, name) =>
      typeof name === "symbol" || name === "then"
        ? undefined
        : (...args: unknown[]) => call(name, args),
  });
}
