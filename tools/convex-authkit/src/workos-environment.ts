import { WorkOS, type WebhookEndpoint } from "@workos-inc/node";
import { z } from "zod";

const listPage = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), list_metadata: z.object({ after: z.string().nullish() }) });
const redirectUris = listPage(z.object({ uri: z.string() }));
const corsOrigins = listPage(z.object({ origin: z.string() }));
const oauthError = z.object({ error: z.string().default("") });
const refusesTheClient = ["invalid_client", "unauthorized_client"];

type WebhookEvents = Parameters<WorkOS["webhooks"]["createWebhookEndpoint"]>[0]["events"];

/** The SDK reads names of events as strings, and writes those that it knows. */
const asEvents = (events: readonly string[]) => [...events] as WebhookEvents;

export class WorkosRequestError extends Error {
  readonly status: number;
  constructor(status: number, what: string) {
    super(`WorkOS answered ${status} to ${what}.`);
    this.status = status;
  }
}

/** Whether WorkOS answered that there is no such list. */
export function isUnlisted(error: unknown): boolean {
  return error instanceof WorkosRequestError && [404, 405].includes(error.status);
}

type Options = {
  clientId: string;
  apiKey: string;
  /** Its API; https://api.workos.com when left out. */
  apiUrl?: string;
};

/** A WorkOS environment, by its API key. */
export class WorkosEnvironment {
  readonly clientId: string;
  readonly apiUrl: string;
  readonly sdk: WorkOS;
  readonly #apiKey: string;

  constructor({ clientId, apiKey, apiUrl = "https://api.workos.com" }: Options) {
    const { hostname, port, protocol } = new URL(apiUrl);
    this.clientId = clientId;
    this.apiUrl = apiUrl;
    this.#apiKey = apiKey;
    this.sdk = new WorkOS(apiKey, {
      clientId,
      apiHostname: hostname,
      https: protocol === "https:",
      ...(port && { port: Number(port) }),
    });
  }

  /**
   * Says with which error WorkOS refuses the client id and the API key together, if they are not of one
   * environment: it is asked to refresh a session that does not exist, and refuses either the client or
   * only the token (RFC 6749, 5.2).
   *
   * @throws WorkosRequestError when it says neither
   */
  async findPairRefusal(): Promise<string | undefined> {
    const path = "authenticate";
    const response = await this.#fetch("POST", path, {
      client_id: this.clientId,
      client_secret: this.#apiKey,
      grant_type: "refresh_token",
      refresh_token: "none",
    });
    if (response.status >= 500 || response.status === 429) {
      throw new WorkosRequestError(response.status, `POST /user_management/${path}`);
    }
    const { error } = oauthError.parse(await response.json());
    const isRefused = response.status === 401 || refusesTheClient.includes(error);
    return isRefused ? error || String(response.status) : undefined;
  }

  // The SDK has no methods for these; the Convex CLI provisions with the same requests
  // (convex/src/cli/lib/workos/environmentApi.ts).

  /** @throws WorkosRequestError */
  async redirectUris(): Promise<string[]> {
    return (await this.#list("redirect_uris", redirectUris)).map(({ uri }) => uri);
  }

  /** @throws WorkosRequestError that `isUnlisted`, if WorkOS lists none: its reference has only the POST */
  async corsOrigins(): Promise<string[]> {
    return (await this.#list("cors_origins", corsOrigins)).map(({ origin }) => origin);
  }

  /** Does nothing when it is there. @throws WorkosRequestError */
  async addRedirectUri(uri: string): Promise<void> {
    await this.#add("redirect_uris", { uri });
  }

  /** Does nothing when it is there. @throws WorkosRequestError */
  async addCorsOrigin(origin: string): Promise<void> {
    await this.#add("cors_origins", { origin });
  }

  /**
   * The one home page, where WorkOS sends whom it cannot send elsewhere.
   *
   * @returns whether WorkOS takes that address: it may refuse one on this machine
   * @throws WorkosRequestError
   */
  async setHomePage(url: string): Promise<boolean> {
    const path = "app_homepage_url";
    // An empty body is no failure here.
    const { ok, status } = await this.#fetch("PUT", path, { url });
    if (ok || status === 422) return ok;
    throw new WorkosRequestError(status, `PUT /user_management/${path}`);
  }

  /** Where endpoints for webhooks are registered, and with which events. */
  async webhookEndpoints(): Promise<WebhookEndpoint[]> {
    return await (await this.sdk.webhooks.listWebhookEndpoints()).autoPagination();
  }

  async addWebhookEndpoint(endpointUrl: string, events: readonly string[]) {
    return await this.sdk.webhooks.createWebhookEndpoint({ endpointUrl, events: asEvents(events) });
  }

  async enableWebhookEndpoint(id: string, events: readonly string[]): Promise<void> {
    const changes = { status: "enabled" as const, events: asEvents(events) };
    await this.sdk.webhooks.updateWebhookEndpoint({ id, ...changes });
  }

  /** By role, the permissions that it lacks of those that are wanted. */
  async missingPermissions(
    roles: Record<string, readonly string[]>,
  ): Promise<Record<string, string[]>> {
    const { data } = await this.sdk.authorization.listEnvironmentRoles();
    const missing = Object.entries(roles).flatMap(([slug, wanted]) => {
      const role = data.find((each) => each.slug === slug);
      const lacking = wanted.filter((permission) => !role?.permissions.includes(permission));
      return lacking.length > 0 || !role ? [[slug, lacking] as const] : [];
    });
    return Object.fromEntries(missing);
  }

  /** Makes roles and permissions that are not there, and gives the permissions to the roles. */
  async addPermissions(roles: Record<string, readonly string[]>): Promise<void> {
    const { authorization } = this.sdk;
    const { data } = await authorization.listEnvironmentRoles();
    const known = await (await authorization.listPermissions()).autoPagination();
    const permissions = new Set(known.map(({ slug }) => slug));
    for (const [role, wanted] of Object.entries(roles)) {
      if (!data.some(({ slug }) => slug === role)) {
        await authorization.createEnvironmentRole({ slug: role, name: role });
      }
      for (const slug of wanted) {
        if (!permissions.has(slug)) await authorization.createPermission({ slug, name: slug });
        permissions.add(slug);
        await authorization.addEnvironmentRolePermission(role, { permissionSlug: slug });
      }
    }
  }

  async #list<T>(
    path: string,
    schema: z.ZodType<{ data: T[]; list_metadata: { after?: string | null } }>,
  ): Promise<T[]> {
    const items: T[] = [];
    for (let after: string | null | undefined = ""; after != null;) {
      const query = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
      const page = schema.parse(await this.#get(`${path}?limit=100${query}`));
      items.push(...page.data);
      after = page.list_metadata.after;
    }
    return items;
  }

  async #add(path: string, body: unknown): Promise<void> {
    const response = await this.#fetch("POST", path, body);
    if (response.ok || /already exists|duplicate/.test(await response.text())) return;
    throw new WorkosRequestError(response.status, `POST /user_management/${path}`);
  }

  async #get(path: string): Promise<unknown> {
    const response = await this.#fetch("GET", path);
    if (!response.ok) throw new WorkosRequestError(response.status, `GET /user_management/${path}`);
    return await response.json();
  }

  async #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${this.apiUrl}/user_management/${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#apiKey}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new Error(`WorkOS does not answer at ${this.apiUrl}.`, { cause: error });
    }
  }
}
