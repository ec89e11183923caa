import { WorkOS } from "@workos-inc/node";
import { z } from "zod";

const listPage = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), list_metadata: z.object({ after: z.string().nullish() }) });
const redirectUris = listPage(z.object({ uri: z.string() }));
const corsOrigins = listPage(z.object({ origin: z.string() }));
const oauthError = z.object({ error: z.string().default("") });
const refusesTheClient = ["invalid_client", "unauthorized_client"];

export class WorkosRequestError extends Error {
  readonly status: number;
  constructor(status: number, what: string) {
    super(`WorkOS answered ${status} to ${what}.`);
    this.status = status;
  }
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
   * Whether the client id and the API key are of one environment: WorkOS is asked to refresh a session
   * that does not exist, and refuses either the client or only the token (RFC 6749, 5.2).
   *
   * @throws WorkosRequestError when it says neither
   */
  async isOneEnvironment(): Promise<boolean> {
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
    return response.status !== 401 && !refusesTheClient.includes(error);
  }

  // The SDK has no methods for these; the Convex CLI provisions with the same requests
  // (convex/src/cli/lib/workos/environmentApi.ts).

  /** @throws WorkosRequestError */
  async redirectUris(): Promise<string[]> {
    return (await this.#list("redirect_uris", redirectUris)).map(({ uri }) => uri);
  }

  /** @throws WorkosRequestError with 404 or 405, if WorkOS lists none: its reference has only the POST */
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

  /** The one home page, where WorkOS sends whom it cannot send elsewhere. @throws WorkosRequestError */
  async setHomePage(url: string): Promise<void> {
    await this.#request("PUT", "app_homepage_url", { url });
  }

  async #list<T>(
    path: string,
    schema: z.ZodType<{ data: T[]; list_metadata: { after?: string | null } }>,
  ): Promise<T[]> {
    const items: T[] = [];
    for (let after: string | null | undefined = ""; after != null;) {
      const query = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
      const page = schema.parse(await this.#request("GET", `${path}?limit=100${query}`));
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

  async #request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#fetch(method, path, body);
    if (!response.ok) {
      throw new WorkosRequestError(response.status, `${method} /user_management/${path}`);
    }
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
