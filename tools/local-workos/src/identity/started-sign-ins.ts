import { randomBytes } from "node:crypto";
import type { Environment } from "../environment.ts";
import { localRefusal } from "../http/errors.ts";
import { hashOf } from "../outgoing/signature.ts";
import type { Impersonator, User } from "../state/objects.ts";
import { choiceOf, choicesOf } from "./organizations.ts";

export const startedPath = "/user_management/authorize/started";
/** Long enough to come back from the app. */
export const startedLifetimeMs = 60_000;

/**
 * A sign-in that starts here and not at the app: from the dashboard, an identity provider or an
 * invitation. The app's next authorization request is answered with it. Its id is a token's hash.
 */
export type StartedSignIn = {
  id: string;
  userId: string;
  organizationId: string | undefined;
  impersonator?: Impersonator;
  /** Where it ends if the app has no page that starts a sign-in. */
  clientId: string;
  redirectUri: string;
  expiresAt: string;
};

/** Starts a sign-in, and returns the URL that continues it in a browser. */
export function startSignIn(
  { startedSignIns, clock, origin }: Environment,
  signIn: Omit<StartedSignIn, "id" | "expiresAt">,
): string {
  for (const { id, expiresAt } of startedSignIns.all()) {
    if (clock.isPast(expiresAt)) startedSignIns.delete(id);
  }
  const token = randomBytes(24).toString("base64url");
  const expiresAt = clock.iso(startedLifetimeMs);
  startedSignIns.put({ ...signIn, id: hashOf(token), expiresAt });
  return `${origin.url}${startedPath}?token=${token}`;
}

/**
 * Starts a sign-in as the dashboard does.
 *
 * @throws ApiError 400 if the user is no member of the organization, or the redirect URI is unknown.
 */
export function startSignInAs(
  env: Environment,
  user: User,
  options: { impersonator?: Impersonator; organizationId?: string; redirectUri?: string } = {},
): string {
  const { impersonator, organizationId } = options;
  const choices = choicesOf(env, user.id);
  const only = choices.length === 1 ? choices[0] : undefined;
  const chosen = organizationId ? choiceOf(env, user.id, organizationId) : only;
  if (organizationId && !chosen) {
    throw localRefusal(400, `${user.email} is not a member of ${organizationId}.`);
  }
  const listed = env.redirectUris.all().map(({ uri }) => uri);
  const redirectUri = options.redirectUri ?? listed[0] ?? "";
  if (!listed.includes(redirectUri)) {
    throw localRefusal(400, `The redirect URI ${redirectUri} is not listed.`);
  }
  const by = impersonator && { impersonator };
  return startSignIn(env, {
    userId: user.id,
    organizationId: chosen?.organization.id,
    clientId: env.options.clientId,
    redirectUri,
    ...by,
  });
}

/** Without using it up. */
export function startedSignIn(env: Environment, token: string): StartedSignIn | undefined {
  const started = env.startedSignIns.get(hashOf(token));
  return started && !env.clock.isPast(started.expiresAt) ? started : undefined;
}

/** Uses a started sign-in up. */
export function takeStartedSignIn(env: Environment, token: string): StartedSignIn | undefined {
  const started = startedSignIn(env, token);
  if (started) env.startedSignIns.delete(started.id);
  return started;
}
