import { apps, ofEachApp, type AppName } from "@repo/config/apps";
import { contract, type Variable, type VariableName } from "@repo/config/env";
import { developmentFile, readDevelopmentFile } from "@repo/convex-backend/development";
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { readTarget } from "../target.ts";
import { WorkosEnvironment } from "../workos-environment.ts";
import { ask, visit, type Page } from "./visit.ts";

export type Values = Partial<Record<string, string>>;

export type FactsOptions = {
  isProduction: boolean;
  /** The absolute path of a file that chooses the deployment, in place of .env.local. */
  envFile?: string;
  environment?: Values;
};

/**
 * What the checks are about. Each fact is found out once, by the first check that asks; when that
 * fails, it fails for each that asks.
 */
export class Facts {
  readonly isProduction: boolean;
  readonly envFile: string | undefined;
  readonly environment: Values;

  constructor({ isProduction, envFile, environment = process.env }: FactsOptions) {
    this.isProduction = isProduction;
    this.envFile = envFile;
    this.environment = environment;
  }

  /** What is in the file that chooses the deployment; nothing when there is none. */
  file(): Values {
    if (this.envFile === undefined) return readDevelopmentFile();
    return existsSync(this.envFile) ? parseEnv(readFileSync(this.envFile, "utf8")) : {};
  }

  /** Where that file is, for messages. */
  get filePath(): string {
    return this.envFile ?? developmentFile;
  }

  readonly target = once(() => readTarget(this, this.environment));

  /** The variables of the deployment. */
  readonly variables = once(async () => {
    const { deployment, convexUrl } = await this.target();
    // The CLI would try for minutes to reach one that is not there.
    await ask(`${convexUrl}/version`);
    return await deployment.listVariables();
  });

  /** The WorkOS environment of the deployment's client id and API key. */
  readonly workos = once(async () => {
    const { WORKOS_CLIENT_ID = "", WORKOS_API_KEY = "" } = await this.variables();
    const { workosApiUrl: apiUrl } = await this.target();
    return new WorkosEnvironment({ clientId: WORKOS_CLIENT_ID, apiKey: WORKOS_API_KEY, apiUrl });
  });

  readonly webhookEndpoint = once(async () => {
    const { sdk } = await this.workos();
    const url = await this.endpointUrl("/workos/webhook");
    const endpoints = await (await sdk.webhooks.listWebhookEndpoints()).autoPagination();
    return endpoints.find(({ endpointUrl }) => endpointUrl === url);
  });

  /** The first page of each app, if it answers. */
  readonly pages = ofEachApp((app) =>
    once(async () => visit((await this.target()).apps[app].origin)),
  );

  /** The page of an app that was found to be there. */
  async pageThere(app: AppName): Promise<Page> {
    const page = await this.pages[app]();
    if (!page) throw new Error(`The ${apps[app].name} has stopped meanwhile.`);
    return page;
  }

  async endpointUrl(path: string): Promise<string> {
    return `${(await this.target()).siteUrl}${path}`;
  }

  /** What to type to have the Convex CLI do something to this deployment. */
  async convexCommand(command: string): Promise<string> {
    const { cliOptions } = await this.target();
    return `In packages/convex-backend: ${["npx convex", command, ...cliOptions].join(" ")}`;
  }

  /** The secrets that are known, by the names of their variables. */
  async secrets(): Promise<{ name: string; value: string }[]> {
    const onDeployment = await this.variables().catch((): Values => ({}));
    const places = [onDeployment, this.file(), readDevelopmentFile(), this.environment];
    const secrets = places.flatMap((values) =>
      Object.entries(values).flatMap(([name, value]) =>
        isSecret(name) && value && value.length >= 8 ? [{ name, value }] : [],
      ),
    );
    return [...new Map(secrets.map((secret) => [secret.value, secret])).values()];
  }
}

function isSecret(name: string): boolean {
  const variable: Variable | undefined = contract[name as VariableName];
  return variable?.secret ?? false;
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let fact: Promise<T> | undefined;
  return () => (fact ??= find());
}
