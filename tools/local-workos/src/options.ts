import { z } from "zod";
import type { EventName } from "./state/objects.ts";

/** A person who exists from the start and is offered as a button on the sign-in page. */
export type SeedPerson = { email: string; firstName?: string; lastName?: string };

/** An organization that exists from the start. Members who are no users are created. */
type SeedOrganization = {
  /** An id that others can know beforehand; made up if left out. */
  id?: string;
  name: string;
  members?: { email: string; /** Default "member". */ role?: string }[];
};

/** A role of the environment. */
type SeedRole = { slug: string; name?: string; permissions?: string[] };

export const defaultRoles: SeedRole[] = [{ slug: "admin" }, { slug: "member" }];

/** An app's endpoint, and the secret that both sides sign with. */
export type SignedEndpoint = { url: string; secret: string };

/** What to serve, and for whom. */
export type LocalWorkosOptions = {
  /** Port on loopback; 0 picks a free one. */
  port: number;
  /** The client of the environment's first application. */
  clientId: string;
  /** Clients of further applications, which have the same users, redirect URIs and API key. */
  otherClientIds?: string[];
  /** Bearer key of the management API, and `client_secret` of confidential clients. */
  apiKey: string;
  /** `authKit.dev.configure` of convex.json, which is also what real WorkOS is provisioned from. */
  configure: { redirectUris: string[]; appHomepageUrl: string; corsOrigins: string[] };
  /** Sign-out redirects, which WorkOS keeps in its dashboard. The home page is always allowed. */
  signOutUris?: string[];
  /** A webhook endpoint from the start; the API can add more. */
  webhookEndpoint?: SignedEndpoint & {
    /** The events that are selected for it; all of them if left out. */
    events?: EventName[];
  };
  /** Asked before every registration and authentication. Without it everything is allowed. */
  actionEndpoint?: SignedEndpoint;
  /** Created at start if no user has that email. */
  people?: SeedPerson[];
  /** Created at start if no organization has that name. */
  organizations?: SeedOrganization[];
  /** The environment's roles; default "admin" and "member", without permissions. */
  roles?: SeedRole[];
  /** Keeps everything but the control API's settings across restarts. Without it nothing is kept. */
  stateDirectory?: string;
  /** Origin in the tokens' issuer; default "https://api.workos.com", as in production. */
  issuerOrigin?: string;
  /**
   * The app's page that starts a sign-in, to which an impersonation or an accepted invitation goes.
   * Without it they go to the redirect URI at once, with a code and no state.
   */
  initiateLoginUri?: string;
  /** Receives one line for what a developer should know. Never gets a secret or a token. */
  onLog?: (line: string) => void;
};

const url = z.string().refine((text) => URL.canParse(text), { error: "not a URL", abort: true });
const signedEndpoint = z.object({ url });
const addressesSchema = z.object({
  configure: z.object({
    redirectUris: z.array(url),
    appHomepageUrl: url,
    corsOrigins: z.array(url),
  }),
  signOutUris: z.array(url).optional(),
  initiateLoginUri: url.optional(),
  issuerOrigin: url.optional(),
  webhookEndpoint: signedEndpoint.optional(),
  actionEndpoint: signedEndpoint.optional(),
});

/** @throws Error in one sentence that names the option whose address is no URL, or role unknown. */
export function checkOptions(options: LocalWorkosOptions): void {
  const issue = addressesSchema.safeParse(options, { reportInput: true }).error?.issues[0];
  if (issue) {
    const option = issue.path.filter((key) => key !== "configure" && typeof key === "string")[0];
    throw new Error(`${JSON.stringify(issue.input)} in ${String(option)} is not a URL.`);
  }
  const slugs = (options.roles ?? defaultRoles).map(({ slug }) => slug);
  if (slugs.length === 0) throw new Error("roles is empty: leave it out, or name one.");
  for (const { name, members = [] } of options.organizations ?? []) {
    const wrong = members.find(({ role }) => role !== undefined && !slugs.includes(role));
    if (!wrong) continue;
    throw new Error(
      `${wrong.email} has the role "${wrong.role}" in ${name}, which is not in roles.`,
    );
  }
}
