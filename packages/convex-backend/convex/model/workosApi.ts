import { WorkOS } from "@workos-inc/node";
import { env } from "../_generated/server";
import { requireVariable } from "./workos";

/**
 * The WorkOS API.
 *
 * @throws NotSetError without the API key
 */
export function workosApi(): WorkOS {
  return new WorkOS(requireVariable("WORKOS_API_KEY"), {
    clientId: env.WORKOS_CLIENT_ID,
    apiHostname: env.WORKOS_API_HOSTNAME,
  });
}
