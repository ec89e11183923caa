import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";
import { readEvent } from "./model/events";
import { answerTo, readSigned } from "./model/signedRequests";
import { requireVariable, workosSignatures } from "./model/workos";

/** POST /workos/webhook: an event, which WorkOS sends again after a 5xx. */
export const receiveWebhook = httpAction(async (ctx, request) => {
  try {
    const secret = requireVariable("WORKOS_WEBHOOK_SECRET");
    const { webhooks } = workosSignatures();
    const event = await readSigned(request, secret, (signed) => webhooks.constructEvent(signed));
    await ctx.runMutation(internal.auth.authKitEvent, readEvent(event));
    return new Response("OK");
  } catch (error) {
    return answerTo(error);
  }
});
