import type { ActionContext } from "@workos-inc/node";
import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";
import { storableFields } from "./model/convexValues";
import { RefusedRequest } from "./model/errors";
import { answerTo, readSigned } from "./model/signedRequests";
import { requireVariable, workosSignatures } from "./model/workos";

/**
 * POST /workos/action: WorkOS asks whether somebody may sign up or in, and shows the message of a
 * denial. When a rule throws, the answer is a signed denial too: an error would leave it to WorkOS.
 */
export const answerAction = httpAction(async (ctx, request) => {
  try {
    const secret = requireVariable("WORKOS_ACTION_SECRET");
    const { actions } = workosSignatures();
    const context: ActionContext | undefined = await readSigned(request, secret, (signed) =>
      actions.constructAction(signed),
    );
    if (!context) throw new RefusedRequest(400, "The action is of no kind that is known here.");
    const isSignIn = context.object === "authentication_action_context";
    const denial = {
      type: isSignIn ? ("authentication" as const) : ("user_registration" as const),
      timestamp: Date.now(),
      verdict: "Deny" as const,
      errorMessage: "Something went wrong on our side. Try again in a moment.",
    };
    const action = storableFields(context);
    const verdict = await ctx.runMutation(internal.auth.authKitAction, { action }).catch(() => {
      // Not the error: that is in the log of the function, and may quote the person.
      console.error(`auth:authKitAction failed on ${context.id}, which is therefore denied.`);
      return denial;
    });
    return Response.json(await actions.signResponse(verdict, secret));
  } catch (error) {
    return answerTo(error);
  }
});
