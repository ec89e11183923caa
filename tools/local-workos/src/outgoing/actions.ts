import { z } from "zod";
import type { Environment } from "../environment.ts";
import type { Chosen } from "../identity/organizations.ts";
import { derivedName } from "../identity/users.ts";
import type { SignedEndpoint } from "../options.ts";
import { withoutToken, type Device, type Invitation, type User } from "../state/objects.ts";
import { equalSecrets, postSigned, signatureOf } from "./signature.ts";

const responseTimeoutMs = 5_000;
/** How far the answer's timestamp may be from now; the SDK allows the same for the question's. */
const toleranceMs = 30_000;
const keptActions = 100;

/** What the hosted page goes by. */
type Verdict = { allowed: true } | { allowed: false; message: string };

type Context = {
  object: "user_registration_action_context" | "authentication_action_context";
  id: string;
  invitation?: Invitation;
};

/** What the app was asked, without the invitation's token, and what came of it. */
export type ActionRow = {
  id: string;
  object: Context["object"];
  email: string;
  context: unknown;
  verdict: Verdict;
  at: string;
};

/** What `actions.signResponse` of @workos-inc/node returns. */
const responseSchema = z.object({
  object: z.string(),
  payload: z.looseObject({
    timestamp: z.number(),
    verdict: z.enum(["Allow", "Deny"]),
    error_message: z.string().optional(),
  }),
  signature: z.string(),
});

/** Asks the app, before WorkOS lets somebody register. */
export function askRegistration(
  env: Environment,
  person: Pick<User, "email" | "first_name" | "last_name">,
  invitation: Invitation | undefined,
  device: Device,
): Promise<Verdict> {
  return ask(env, person.email, {
    object: "user_registration_action_context",
    id: env.clock.newId("user_registration_action"),
    user_data: { object: "user_data", name: derivedName(person), ...person },
    invitation,
    ...deviceFields(device),
  });
}

/** Asks the app, before WorkOS lets somebody in. */
export function askAuthentication(
  env: Environment,
  user: User,
  chosen: Partial<Chosen> | undefined,
  device: Device,
): Promise<Verdict> {
  return ask(env, user.email, {
    object: "authentication_action_context",
    id: env.clock.newId("authentication_action"),
    user,
    organization: chosen?.organization,
    organization_membership: chosen?.membership,
    ...deviceFields(device),
  });
}

/** Whatever is not a signed "Allow" is a denial. */
async function ask(
  { options, log, actions, clock }: Environment,
  email: string,
  context: Context & Record<string, unknown>,
): Promise<Verdict> {
  const endpoint = options.actionEndpoint;
  if (!endpoint) return { allowed: true };
  const { object, id } = context;
  const verdict = await verdictFrom(endpoint, context).catch((error: unknown): Verdict => {
    const reason = error instanceof Error ? error.message : String(error);
    log(`Denied a ${object}: the action endpoint failed, ${reason}.`);
    const message = "You cannot continue right now, because the app could not be asked. Try again.";
    return { allowed: false, message };
  });
  const shown = { ...context, invitation: context.invitation && withoutToken(context.invitation) };
  actions.put({ id, object, email, context: structuredClone(shown), verdict, at: clock.iso() });
  actions.keepNewest(keptActions);
  return verdict;
}

/** @throws Error if the answer is not one that the app has just signed for this question. */
async function verdictFrom(endpoint: SignedEndpoint, context: Context): Promise<Verdict> {
  const signal = AbortSignal.timeout(responseTimeoutMs);
  const response = await postSigned(endpoint, JSON.stringify(context), signal);
  if (!response.ok) throw new Error(`it answered HTTP ${response.status}`);
  const { data } = responseSchema.safeParse(await response.json());
  if (!data) throw new Error("its answer is not a signed action response");
  const { object, payload, signature } = data;
  if (object !== context.object.replace("_context", "_response")) {
    throw new Error("its answer is for another kind of action");
  }
  const expected = signatureOf(JSON.stringify(payload), payload.timestamp, endpoint.secret);
  if (!equalSecrets(signature, expected)) {
    throw new Error("its answer is signed with another secret");
  }
  if (Math.abs(Date.now() - payload.timestamp) > toleranceMs) {
    throw new Error("its answer is too old");
  }
  if (payload.verdict === "Allow") return { allowed: true };
  return { allowed: false, message: payload.error_message || "This app does not let you in." };
}

function deviceFields({ ipAddress, userAgent }: Device) {
  return { authentication_method: "Password", ip_address: ipAddress, user_agent: userAgent };
}
