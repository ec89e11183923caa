import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";
import { readSigned, refusal } from "./model/signedRequests";
import { requireVariable, workosSignatures } from "./model/workos";
import { readEvent } from "./model/workosEvents";

/**
 * WorkOS tells us what happened: POST /workos/webhook.
 *
 * 200 is also for an event that we had already. 5xx is for what may pass, because WorkOS sends such
 * an event again; the body is about a person, and no log sees it.
 */
export const receiveWebhook = httpAction(async (ctx, request) => {
  try {
    const secret = requireVariable("WORKOS_WEBHOOK_SECRET");
    const { webhooks } = workosSignatures();
    const event = readEvent(
      await readSigned(request, secret, (signed) => webhooks.constructEvent(signed)),
    );
    await ctx.runMutation(internal.events.apply, { event });
    return new Response("OK");
  } catch (error) {
    return refusal(error);
  }
});
