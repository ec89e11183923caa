import { WorkosEnvironment } from "../src/workos-environment.ts";
import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { createControlClient, startLocalWorkos, type LocalWorkos } from "@repo/local-workos";
import { randomBytes } from "node:crypto";

/** What a WorkOS environment starts with: nothing. WorkOS has some home page, which it does not tell. */
const configure = {
  redirectUris: [],
  corsOrigins: [],
  appHomepageUrl: "https://home.example.com/",
};

type Services = { convex: LocalConvex; workos: LocalWorkos };

/**
 * A deployment to which nothing was pushed and a WorkOS environment in which nothing is registered, as
 * those of a person who begins.
 */
export class OwnServices {
  readonly clientId: string;
  readonly apiKey: string;
  readonly environment: WorkosEnvironment;
  readonly control: ReturnType<typeof createControlClient>;
  readonly #services: Services;

  private constructor(services: Services, clientId: string, apiKey: string) {
    const { url } = services.workos;
    this.clientId = clientId;
    this.apiKey = apiKey;
    this.#services = services;
    this.environment = new WorkosEnvironment({ clientId, apiKey, apiUrl: url });
    this.control = createControlClient({ url, apiKey });
  }

  /** @param keyPrefix of the API key: "sk_test_" or "sk_live_", as WorkOS has them */
  static async start(keyPrefix: string): Promise<OwnServices> {
    const clientId = `client_${randomBytes(6).toString("hex")}`;
    const apiKey = `${keyPrefix}${randomBytes(16).toString("hex")}`;
    const workos = await startLocalWorkos({ port: 0, clientId, apiKey, configure });
    const convex = await startLocalConvex({
      port: 0,
      sitePort: 0,
      rewriteOrigins: { "https://api.workos.com": workos.url },
    });
    return new OwnServices({ convex, workos }, clientId, apiKey);
  }

  get convex(): LocalConvex {
    return this.#services.convex;
  }

  get workosUrl(): string {
    return this.#services.workos.url;
  }

  /** Chooses the deployment, and says where WorkOS is: all that is there before a set-up. */
  get chosenDeployment() {
    return {
      CONVEX_SELF_HOSTED_URL: this.convex.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: this.convex.adminKey,
      WORKOS_API_HOSTNAME: "localhost",
      WORKOS_API_PORT: new URL(this.workosUrl).port,
      WORKOS_API_HTTPS: "false",
    };
  }

  /** Where a sign-out goes that names no address: only that tells the home page. */
  async homePage(): Promise<string | null> {
    const url = `${this.workosUrl}/user_management/sessions/logout?session_id=none`;
    return (await fetch(url, { redirect: "manual" })).headers.get("location");
  }

  async webhookEndpoints() {
    const list = await this.environment.sdk.webhooks.listWebhookEndpoints();
    return await list.autoPagination();
  }

  /** The variables of the deployment. */
  async variables(): Promise<Record<string, string>> {
    const response = await fetch(`${this.convex.url}/api/query`, {
      method: "POST",
      headers: { authorization: `Convex ${this.convex.adminKey}` },
      body: JSON.stringify({ path: "_system/cli/queryEnvironmentVariables", args: {} }),
    });
    const { value } = (await response.json()) as { value: { name: string; value: string }[] };
    return Object.fromEntries(value.map(({ name, value }) => [name, value]));
  }

  async setVariables(values: Record<string, string | null>): Promise<void> {
    const changes = Object.entries(values).map(([name, value]) => ({ name, value }));
    await fetch(`${this.convex.url}/api/update_environment_variables`, {
      method: "POST",
      headers: { authorization: `Convex ${this.convex.adminKey}` },
      body: JSON.stringify({ changes }),
    });
  }

  /** All that a set-up can change. */
  async everything() {
    return {
      variables: await this.variables(),
      redirectUris: await this.environment.redirectUris(),
      corsOrigins: await this.environment.corsOrigins(),
      homePage: await this.homePage(),
      webhookEndpoints: await this.webhookEndpoints(),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.convex.stop(), this.#services.workos.stop()]);
  }
}
