import { newId, type Device, type User } from "../identity/objects.ts";
import type { SignedEndpoint } from "../options.ts";
import { equalSecrets, signatureHeader, signatureOf } from "../signature.ts";

const responseTimeoutMs = 5_000;
/** How far the answer's timestamp may be from now; the SDK allows the same for the question's. */
const toleranceMs = 30_000;

/** What the hosted page goes by. */
export type Verdict = { allowed: true } | { allowed: false; message: string };

type ActionContext = {
  object: "user_registration_action_context" | "authentication_action_context";
};

/** Shape of what `actions.signResponse` of @workos-inc/node returns. */
type ActionResponse = {
  object?: unknown;
  payload?: { timestamp?: unknown; verdict?: unknown; error_message?: unknown } | null;
  signature?: unknown;
};

/**
 * Asks the app, before WorkOS lets someone register or authenticate. Whatever is not a signed
 * "Allow" is a denial.
 */
export class Actions {
  readonly #endpoint: SignedEndpoint | undefined;
  readonly #log: (line: string) => void;

  constructor(endpoint: SignedEndpoint | undefined, log: (line: string) => void) {
    this.#endpoint = endpoint;
    this.#log = log;
  }

  registration(
    person: Pick<User, "email" | "first_name" | "last_name">,
    device: Device,
  ): Promise<Verdict> {
    const name = [person.first_name, person.last_name].filter(Boolean).join(" ") || null;
    return this.#ask({
      object: "user_registration_action_context",
      id: newId("user_registration_action"),
      user_data: { object: "user_data", name, ...person },
      ...deviceFields(device),
    });
  }

  authentication(user: User, device: Device): Promise<Verdict> {
    return this.#ask({
      object: "authentication_action_context",
      id: newId("authentication_action"),
      user,
      ...deviceFields(device),
    });
  }

  async #ask(context: ActionContext & Record<string, unknown>): Promise<Verdict> {
    const endpoint = this.#endpoint;
    if (!endpoint) return { allowed: true };
    try {
      const body = JSON.stringify(context);
      const response = await fetch(endpoint.url, {
        method: "POST",
        redirect: "manual",
        headers: {
          "Content-Type": "application/json",
          "WorkOS-Signature": signatureHeader(body, endpoint.secret),
        },
        body,
        signal: AbortSignal.timeout(responseTimeoutMs),
      });
      if (!response.ok) throw new Error(`it answered HTTP ${response.status}`);
      return verdictOf((await response.json()) as ActionResponse, context.object, endpoint.secret);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log(`Denied a ${context.object}: the action endpoint failed, ${reason}.`);
      return {
        allowed: false,
        message: "You cannot continue right now, because the app could not be asked. Try again.",
      };
    }
  }
}

function deviceFields(device: Device) {
  return {
    authentication_method: "Password",
    ip_address: device.ipAddress,
    user_agent: device.userAgent,
  };
}

/** @throws Error if the answer is not one that the app has just signed for this question. */
function verdictOf(
  { object, payload, signature }: ActionResponse,
  question: ActionContext["object"],
  secret: string,
): Verdict {
  if (object !== question.replace("_context", "_response")) {
    throw new Error("its answer is for another kind of action");
  }
  const timestamp = payload?.timestamp;
  if (!payload || typeof timestamp !== "number" || typeof signature !== "string") {
    throw new Error("its answer is not a signed action response");
  }
  if (!equalSecrets(signature, signatureOf(JSON.stringify(payload), timestamp, secret))) {
    throw new Error("its answer is signed with another secret");
  }
  if (Math.abs(Date.now() - timestamp) > toleranceMs) throw new Error("its answer is too old");
  if (payload.verdict === "Allow") return { allowed: true };
  if (payload.verdict !== "Deny") throw new Error("its answer has no verdict");
  const message = payload.error_message;
  return {
    allowed: false,
    message: typeof message === "string" && message ? message : "This app does not let you in.",
  };
}
