import { z } from "zod";
import { actionPath, webhookEventsOf, webhookPath } from "../endpoints.ts";
import type { Project } from "../project/project.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { ask } from "./visit.ts";

/** What WorkOS sends to the AuthKit component, and what it is answered. */
export function endpointChecks({ backend }: Project): Check[] {
  return backend.hasComponent ? checks : [];
}

const checks: Check[] = [
  {
    id: "http-actions",
    title: "The deployment serves its endpoints for WorkOS",
    needs: ["functions"],
    run: checkHttpActions,
  },
  {
    id: "webhook-endpoint",
    title: "WorkOS has the webhook endpoint, enabled and with all events that are needed",
    needs: ["key-pair", "http-actions"],
    run: checkWebhookEndpoint,
  },
  {
    id: "webhook-secret",
    title: "The deployment has WORKOS_WEBHOOK_SECRET",
    needs: ["variables"],
    run: (facts) => checkSecret(facts, "WORKOS_WEBHOOK_SECRET", webhookPath),
  },
  {
    id: "webhook-secrets-match",
    title: "WorkOS signs webhooks with that secret",
    needs: ["webhook-endpoint", "webhook-secret"],
    run: checkSecretsMatch,
  },
  {
    id: "webhook-answer",
    title: "A signed webhook is accepted, and an unsigned one is not",
    needs: ["http-actions", "webhook-secret"],
    run: checkWebhookAnswer,
  },
  {
    id: "action-secret",
    title: "The deployment has WORKOS_ACTION_SECRET",
    needs: ["variables"],
    run: (facts) => checkSecret(facts, "WORKOS_ACTION_SECRET", actionPath),
  },
  {
    id: "action-answer",
    title: "A signed action gets a signed verdict, and an unsigned one gets none",
    needs: ["http-actions", "action-secret"],
    run: checkActionAnswer,
  },
];

type Secret = "WORKOS_WEBHOOK_SECRET" | "WORKOS_ACTION_SECRET";

async function checkHttpActions(facts: Facts): Promise<Outcome> {
  for (const path of [webhookPath, actionPath]) {
    const url = await facts.endpointUrl(path);
    const status = await ask(url, { method: "POST" }).then(
      (response) => `answered ${response.status}`,
      (error: unknown) => `did not answer: ${sentenceOf(error).replace(/\.$/, "")}`,
    );
    // Whoever does not sign is refused, or told that the secret is not set yet; 200 is for later.
    if (["answered 401", "answered 503", "answered 200"].includes(status)) continue;
    return failed(
      `${url} ${status}.`,
      "The URL of HTTP actions is another than the deployment's own, and ends in .convex.site for those of Convex's cloud: see CONVEX_SITE_URL. Has http.ts been pushed?",
    );
  }
  return ok;
}

async function checkSecret(facts: Facts, name: Secret, path: string): Promise<Outcome> {
  const { [name]: secret } = await facts.variables();
  if (secret) return ok;
  return failed(
    `${name} is not set on the deployment, so ${await facts.endpointUrl(path)} refuses everything with 503.`,
    `Run ${facts.command("setup")}, or copy it from that endpoint in https://dashboard.workos.com: ${await facts.convexCommand(`env set ${name}`)}.`,
  );
}

async function checkWebhookEndpoint(facts: Facts): Promise<Outcome> {
  const url = await facts.endpointUrl(webhookPath);
  const webhookEvents = webhookEventsOf(facts.project);
  const add = `Run ${facts.command("setup")}, or see to it in https://dashboard.workos.com under Webhooks: ${url} with ${webhookEvents.join(", ")}.`;
  const endpoint = await facts.webhookEndpoint();
  if (!endpoint) return failed(`WorkOS has no webhook endpoint ${url}.`, add);
  if (endpoint.status !== "enabled") {
    return failed(`The webhook endpoint ${url} is ${endpoint.status} in WorkOS.`, add);
  }
  const missing = webhookEvents.filter((event) => !endpoint.events.includes(event));
  if (missing.length === 0) return ok;
  return failed(`The webhook endpoint in WorkOS lacks ${missing.join(", ")}.`, add);
}

async function checkSecretsMatch(facts: Facts): Promise<Outcome> {
  const [endpoint, variables] = [await facts.webhookEndpoint(), await facts.variables()];
  if (!endpoint?.secret) return notChecked("WorkOS does not show the secret of the endpoint.");
  if (endpoint.secret === variables.WORKOS_WEBHOOK_SECRET) return ok;
  return failed(
    "WORKOS_WEBHOOK_SECRET on the deployment is not the secret of the webhook endpoint in WorkOS, so that every webhook is refused with 401.",
    `Copy it from the endpoint in https://dashboard.workos.com: ${await facts.convexCommand("env set WORKOS_WEBHOOK_SECRET")}.`,
  );
}

/**
 * Of a type that nothing here reacts to: it is accepted and changes no table of ours. The component
 * notes the id of every event for good, so it is one id, and one row, however often this runs.
 */
const probe = { id: "event_of_the_doctor", event: "doctor.probe", data: { object: "probe" } };

async function checkWebhookAnswer(facts: Facts): Promise<Outcome> {
  const body = { ...probe, created_at: new Date().toISOString() };
  return await checkAnswers(facts, webhookPath, "WORKOS_WEBHOOK_SECRET", body, () => undefined);
}

/** As WorkOS asks whether somebody may sign in, of somebody whom nobody is. */
function madeUpAction() {
  const at = new Date().toISOString();
  return {
    object: "authentication_action_context",
    id: "authentication_action_of_the_doctor",
    user: {
      object: "user",
      id: "user_of_the_doctor",
      email: "convex-authkit-doctor@example.com",
      email_verified: true,
      first_name: null,
      last_name: null,
      profile_picture_url: null,
      metadata: {},
      created_at: at,
      updated_at: at,
    },
  };
}

const verdict = z.object({
  payload: z.looseObject({ timestamp: z.number(), verdict: z.enum(["Allow", "Deny"]) }),
  signature: z.string(),
});

async function checkActionAnswer(facts: Facts): Promise<Outcome> {
  const path = actionPath;
  return await checkAnswers(facts, path, "WORKOS_ACTION_SECRET", madeUpAction(), async (text) => {
    const { WORKOS_ACTION_SECRET = "" } = await facts.variables();
    const { success, data } = verdict.safeParse(JSON.parse(text));
    if (!success) return "without a verdict";
    const { timestamp } = data.payload;
    const expected = await sign(facts, timestamp, data.payload, WORKOS_ACTION_SECRET);
    return data.signature === expected ? undefined : "with a wrong signature";
  });
}

/**
 * Posts a body unsigned and signed.
 *
 * @param findProblem says what is wrong with an answer of 200, as the end of "It was answered …"
 */
async function checkAnswers(
  facts: Facts,
  path: string,
  name: Secret,
  body: object,
  findProblem: (text: string) => string | undefined | Promise<string | undefined>,
): Promise<Outcome> {
  const url = await facts.endpointUrl(path);
  const { [name]: secret = "" } = await facts.variables();
  const post = (headers: Record<string, string>) =>
    ask(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const now = Date.now();
  const signature = `t=${now}, v1=${await sign(facts, now, body, secret)}`;
  const [unsigned, signed] = await Promise.all([post({}), post({ "WorkOS-Signature": signature })]);
  if (unsigned.status !== 401) {
    return failed(
      `${url} answered ${unsigned.status} to a request without a signature, and has to answer 401.`,
      `Push the backend as it is in this folder: ${facts.command("dev")}, or ${facts.command("deploy")}.`,
    );
  }
  const text = await signed.text();
  const problem = signed.status === 200 ? await findProblem(text) : `with: ${text.slice(0, 200)}`;
  if (problem === undefined) return ok;
  return failed(
    `${url} answered ${signed.status} to a signed request, ${problem}`,
    signed.status === 401
      ? "Is the clock of this machine right? A signature is good for three minutes, and an action's for half a minute."
      : `Read what the functions logged meanwhile: ${await facts.convexCommand("logs")}.`,
  );
}

async function sign(facts: Facts, timestamp: number, body: object, secret: string) {
  const { sdk } = await facts.workos();
  return await sdk.webhooks.computeSignature(timestamp, body, secret);
}
