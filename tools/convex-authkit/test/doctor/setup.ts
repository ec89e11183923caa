import { createControlClient, type ControlClient } from "@repo/local-workos";
import { vi } from "vitest";
import { clientId } from "../../src/local/addresses.ts";
import { runConvexCli } from "../../src/local/convex-project.ts";
import { servicePorts, withPortOffset } from "../../src/local/ports.ts";
import { startStack, type Stack } from "../../src/local/stack.ts";
import { readProject, type Project } from "../../src/project/project.ts";
import { WorkosEnvironment } from "../../src/workos-environment.ts";
import { CommandRun } from "../command-run.ts";
import {
  convexJson,
  dotenv,
  envFile,
  ProjectCopy,
  type Undo,
  type Values,
} from "../project-copy.ts";
import { StandIns, type Served } from "./stand-ins.ts";

/** Above the ports of `dev`. */
export const portOffset = 400;

/** Of an application in WorkOS that no app uses. */
export const otherClientId = "client_other";

type Finding = { id: string; title: string; status: string; cause?: string; fix?: string };
export type Diagnosis = { exitCode: number | null; output: string; checks: Finding[] };

/** A setup that is healthy, and can be made ill: a copy of the project, and both local services. */
export class Setup {
  readonly copy: ProjectCopy;
  readonly project: Project;
  readonly stack: Stack;
  readonly apps: StandIns;
  readonly control: ControlClient;
  readonly workos: WorkosEnvironment;

  static async start(): Promise<Setup> {
    const copy = new ProjectCopy();
    const project = withPortOffset(await readProject(copy.root), portOffset);
    copy.write(convexJson, JSON.stringify(project.backend.convexJson, null, 2));
    const ports = servicePorts(project, portOffset);
    const deploymentVariables = { WORKOS_OTHER_CLIENT_IDS: otherClientId };
    const stack = await startStack({ project, ports, withPeople: false, deploymentVariables });
    const setup = new Setup(copy, project, stack);
    copy.write(envFile, dotenv(setup.developmentValues()));
    await runConvexCli("deploy", stack.convex, project);
    // WorkOS has told of its first organization before anybody could hear of it, and does so again.
    await setup.quiet();
    return setup;
  }

  private constructor(copy: ProjectCopy, project: Project, stack: Stack) {
    this.copy = copy;
    this.project = project;
    this.stack = stack;
    const apiKey = stack.secrets.workosApiKey;
    this.apps = new StandIns(project, stack, clientId);
    this.control = createControlClient({ url: stack.workos.url, apiKey });
    this.workos = new WorkosEnvironment({ clientId, apiKey, apiUrl: stack.workos.url });
  }

  async stop(): Promise<void> {
    await this.apps.stop();
    await this.stack.stop();
    this.copy.remove();
  }

  /** Runs `convex-authkit doctor` in the copy. */
  async diagnose(args: string[] = [], environment: Values = {}): Promise<Diagnosis> {
    const { exitCode, output } = await this.run(["--json", ...args], environment);
    const isReport = output.startsWith("{");
    const checks = isReport ? (JSON.parse(output) as { checks: Finding[] }).checks : [];
    return { exitCode, output, checks };
  }

  run(args: string[], env: Values = {}) {
    return new CommandRun(this.copy.root, ["doctor", ...args], { env }).result();
  }

  developmentValues(): Record<string, string> {
    const { convex, secrets, workos } = this.stack;
    return {
      CONVEX_SELF_HOSTED_URL: convex.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: convex.adminKey,
      CONVEX_SITE_URL: convex.siteUrl,
      WORKOS_CLIENT_ID: clientId,
      WORKOS_API_KEY: secrets.workosApiKey,
      WORKOS_COOKIE_PASSWORD: secrets.cookiePassword,
      WORKOS_API_HOSTNAME: "localhost",
      WORKOS_API_PORT: new URL(workos.url).port,
      WORKOS_API_HTTPS: "false",
    };
  }

  /** Changes the development file; `undefined` takes a variable out. */
  setInFile(values: Values): Undo {
    return this.copy.write(envFile, dotenv({ ...this.developmentValues(), ...values }));
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
      WORKOS_OTHER_CLIENT_IDS: otherClientId,
      WORKOS_API_KEY: workosApiKey,
      WORKOS_WEBHOOK_SECRET: webhookSecret,
      WORKOS_ACTION_SECRET: actionSecret,
    };
  }

  /** Has a stand-in be otherwise. */
  serve(app: string, changes: Partial<Served>): Undo {
    const served = this.apps.served[app]!;
    const before = { ...served };
    Object.assign(served, changes);
    return () => Object.assign(served, before);
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
