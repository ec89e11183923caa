import { setTimeout as sleep } from "node:timers/promises";
import type { User, UserInput } from "../identity/objects.ts";
import type { DeliveryReport } from "../routes/control.ts";
import type { SettingValues } from "./settings.ts";

const pollMs = 20;

/** Which delivery to wait for. */
export type DeliveryFilter = {
  email: string;
  type: DeliveryReport["type"];
  /** Default "delivered". */
  status?: DeliveryReport["status"];
};

/** Client of the control API and the users API, for tests in other processes. */
export type ControlClient = ReturnType<typeof createControlClient>;

/**
 * Makes a client of a running local WorkOS. Its methods throw an Error with the answer if a request
 * is refused.
 */
export function createControlClient({ url, apiKey }: { url: string; apiKey: string }) {
  async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as Answer;
  }

  const deliveries = async (email?: string): Promise<DeliveryReport[]> => {
    const query = email === undefined ? "" : `?${new URLSearchParams({ email }).toString()}`;
    const answer = await request<{ deliveries: DeliveryReport[] }>(
      "GET",
      `/_control/deliveries${query}`,
    );
    return answer.deliveries;
  };

  return {
    /** Changes settings for everybody, or with `email` for one person; returns what holds then. */
    settings: (patch: Partial<SettingValues> & { email?: string }) =>
      request<SettingValues>("PATCH", "/_control/settings", patch),

    /** Webhook deliveries in the order of their events, of one person if `email` is given. */
    deliveries,

    /**
     * Resolves with the first delivery that matches.
     *
     * @throws Error after `timeoutMs` (default 5000).
     */
    waitForDelivery: async (
      { email, type, status = "delivered" }: DeliveryFilter,
      timeoutMs = 5_000,
    ): Promise<DeliveryReport> => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const all = await deliveries(email);
        const found = all.find((each) => each.type === type && each.status === status);
        if (found) return found;
        if (Date.now() > deadline) {
          throw new Error(`No ${type} for ${email} was ${status} within ${timeoutMs} ms.`);
        }
        await sleep(pollMs);
      }
    },

    /** Keeps back a person's webhooks, even before the person exists. */
    holdWebhooks: (email: string) => request<void>("POST", "/_control/webhooks/hold", { email }),

    /** Lets go what was held, in order. */
    releaseWebhooks: (email: string) =>
      request<void>("POST", "/_control/webhooks/release", { email }),

    /**
     * Answers the next `count` (default 1) requests of a path with `status` (default 503). With
     * `email`, which `/user_management/authenticate` alone supports, only that person's. A count of
     * 0 takes it back.
     */
    failNext: (failure: { path: string; count?: number; status?: number; email?: string }) =>
      request<void>("POST", "/_control/fail-next", failure),

    /** Ends all sessions of a person; returns how many there were. */
    revokeSessions: async (email: string): Promise<number> => {
      const path = "/_control/sessions/revoke";
      return (await request<{ revoked: number }>("POST", path, { email })).revoked;
    },

    createUser: (input: UserInput & { email: string }) =>
      request<User>("POST", "/user_management/users", input),

    updateUser: (id: string, input: UserInput) =>
      request<User>("PUT", `/user_management/users/${id}`, input),

    deleteUser: (id: string) => request<void>("DELETE", `/user_management/users/${id}`),

    findUserByEmail: async (email: string): Promise<User | undefined> => {
      const query = new URLSearchParams({ email }).toString();
      return (await request<{ data: User[] }>("GET", `/user_management/users?${query}`)).data[0];
    },
  };
}
