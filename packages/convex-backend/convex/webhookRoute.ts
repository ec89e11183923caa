import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";
import { answerTo, readSigned } from "./model/signedRequests";
import { requireVariable, workosSignatures } from "./model/workos";
import { readEvent } from "./model/events";

/**
 * POST /workos/webhook: an event. After a 5xx WorkOS sends it again. The body is about a person, and
 * reaches no log.
 */
export const receiveWebhook = httpAction(async (ctx, request) => {
  try {
    const secret = requireVariable("WORKOS_WEBHOOK_SECRET");
    const { webhooks } = workosSignatures();
    const event = readEvent(
      await readSigned(request, secret, (signed) => webhooks.constructEvent(signed)),
    );
    await ctx.runMutation(internal.auth.authKitEvent, event);
    return new Response("OK");
  } catch (error) {
    return answerTo(error);
  }
});
