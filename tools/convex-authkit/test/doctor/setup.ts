import { folders } from "@repo/commands/workspace";
import { WorkosEnvironment } from "@repo/commands/workos-environment";
import type { AppName } from "@repo/config/apps";
import { contract } from "@repo/config/env";
import { convexJson } from "@repo/convex-backend/urls";
import { createControlClient, type ControlClient } from "@repo/local-workos";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { vi } from "vitest";
import { addressesOf, clientId, withPorts } from "../../src/addresses.ts";
import { runConvexCli } from "../../src/convex-project.ts";
import { startStack, type Stack } from "../../src/stack.ts";
import { ProjectCopy, type Undo } from "./project-copy.ts";
import { StandIns, type Served } from "./stand-ins.ts";

export const envFile = "packages/convex-backend/.env.local";
/** Where the apps are in the copy. */
const projectJson = withPorts(convexJson, {
  // begin: next
  next: 3400,
  // end: next
  // begin: vite
  vite: 5400,
  // end: vite
});
const ports = { convex: 3410, convexSite: 3411, workos: 4400 };

type Finding = { id: string; title: string; status: string; cause?: string; fix?: string };
export type Diagnosis = { exitCode: number; output: string; checks: Finding[] };
type Values = Record<string, string | undefined>;

/** A setup that is healthy, and can be made ill: a copy of the project, and both local services. */
export class Setup {
  readonly project = new ProjectCopy();
  readonly stack: Stack;
  readonly apps: StandIns;
  readonly control: ControlClient;
  readonly workos: WorkosEnvironment;

  static async start(): Promise<Setup> {
    const stack = await startStack({ convexJson: projectJson, ports });
    const setup = new Setup(stack);
    setup.project.write(
      "packages/convex-backend/convex.json",
      JSON.stringify(projectJson, null, 2),
    );
    setup.project.write(envFile, dotenv(setup.developmentValues()));
    const functions = join(folders.backend, "convex");
    await runConvexCli("deploy", stack.convex, { convexJson: projectJson, functions });
    return setup;
  }

  private constructor(stack: Stack) {
    this.stack = stack;
    const apiKey = stack.secrets.workosApiKey;
    this.apps = new StandIns(stack.addresses, clientId);
    this.control = createControlClient({ url: stack.workos.url, apiKey });
    this.workos = new WorkosEnvironment({ clientId, apiKey, apiUrl: stack.workos.url });
  }

  async stop(): Promise<void> {
    await this.apps.stop();
    await this.stack.stop();
    this.project.remove();
  }

  /** Runs `npm run doctor` in the copy, where it has variables from nowhere but there. */
  async diagnose(args: string[] = [], environment: Values = {}): Promise<Diagnosis> {
    const { exitCode, output } = await this.run(["--json", ...args], environment);
    const isReport = output.startsWith("{");
    const checks = isReport ? (JSON.parse(output) as { checks: Finding[] }).checks : [];
    return { exitCode, output, checks };
  }

  run(args: string[], environment: Values = {}): Promise<{ exitCode: number; output: string }> {
    const env: Values = { ...process.env, CI: "1" };
    for (const name of Object.keys(contract)) delete env[name];
    return new Promise((resolve) => {
      const script = this.project.path("packages/commands/src/doctor.ts");
      const options = { cwd: this.project.root, env: { ...env, ...environment } };
      execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code) : 0;
        resolve({ exitCode, output: stripVTControlCharacters(stdout + stderr) });
      });
    });
  }

  developmentValues(): Record<string, string> {
    const { convex, secrets, appVariables } = this.stack;
    return {
      CONVEX_SELF_HOSTED_URL: convex.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: convex.adminKey,
      CONVEX_SITE_URL: convex.siteUrl,
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: secrets.workosApiKey,
      // begin: next
      WORKOS_COOKIE_PASSWORD: secrets.cookiePassword,
      // end: next
      WORKOS_API_HOSTNAME: appVariables.WORKOS_API_HOSTNAME!,
      WORKOS_API_PORT: appVariables.WORKOS_API_PORT!,
      WORKOS_API_HTTPS: appVariables.WORKOS_API_HTTPS!,
    };
  }

  /** Changes the development file; `undefined` takes a variable out. */
  setInFile(values: Values): Undo {
    return this.project.write(envFile, dotenv({ ...this.developmentValues(), ...values }));
  }

  /** Changes variables of the deployment; `undefined` takes one away. */
  async setOnDeployment(values: Values): Promise<Undo> {
    const before = Object.fromEntries(
      Object.keys(values).map((name) => [name, this.deploymentValues()[name]]),
    );
    await this.#update(values);
    return () => this.#update(before);
  }

  deploymentValues(): Values {
    const { workosApiKey, webhookSecret, actionSecret } = this.stack.secrets;
    return {
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: workosApiKey,
      WORKOS_WEBHOOK_SECRET: webhookSecret,
      WORKOS_ACTION_SECRET: actionSecret,
    };
  }

  /** Has a stand-in be otherwise. */
  serve(app: AppName, changes: Partial<Served>): Undo {
    const before = { ...this.apps.served[app] };
    Object.assign(this.apps.served[app], changes);
    return () => Object.assign(this.apps.served[app], before);
  }

  /** Resolves when no webhook is on its way: what comes later would be news to the next check. */
  async quiet(): Promise<void> {
    await vi.waitFor(
      async () => {
        const deliveries = await this.control.deliveries();
        if (deliveries.some(({ status }) => status === "pending")) throw new Error("On its way.");
      },
      { timeout: 20_000 },
    );
  }

  async countRows(tableName: string): Promise<number> {
    const { url, adminKey } = this.stack.convex;
    const response = await fetch(`${url}/api/query`, {
      method: "POST",
      headers: { authorization: `Convex ${adminKey}` },
      body: JSON.stringify({ path: "_system/cli/tableSize", args: { tableName } }),
    });
    return ((await response.json()) as { value: number }).value;
  }

  async #update(values: Values): Promise<void> {
    const changes = Object.entries(values).map(([name, value = null]) => ({ name, value }));
    const { url, adminKey } = this.stack.convex;
    const response = await fetch(`${url}/api/update_environment_variables`, {
      method: "POST",
      headers: { authorization: `Convex ${adminKey}` },
      body: JSON.stringify({ changes }),
    });
    if (!response.ok) throw new Error(`The variables were not set: ${await response.text()}`);
  }
}

export function dotenv(values: Values): string {
  const lines = Object.entries(values).map(([name, value]) => value && `${name}=${value}\n`);
  return lines.filter(Boolean).join("");
}

export const addresses = addressesOf(projectJson, ports);
