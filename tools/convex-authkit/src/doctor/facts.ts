import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { webhookPath } from "../endpoints.ts";
import { readDevelopmentFile, type Values } from "../own-platform.ts";
import type { App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";
import { convexCommand, readTarget, type TargetApp } from "../target.ts";
import { findVariable } from "../variables.ts";
import { WorkosEnvironment } from "../workos-environment.ts";
import { ask, visit, type Page } from "./visit.ts";

export type FactsOptions = {
  project: Project;
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
  readonly project: Project;
  readonly isProduction: boolean;
  readonly envFile: string | undefined;
  readonly environment: Values;

  constructor({ project, isProduction, envFile, environment = process.env }: FactsOptions) {
    this.project = project;
    this.isProduction = isProduction;
    this.envFile = envFile;
    this.environment = environment;
  }

  /** What is in the file that chooses the deployment; nothing when there is none. */
  file(): Values {
    const path = this.filePath;
    return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
  }

  /** Where that file is. */
  get filePath(): string {
    return this.envFile ?? this.project.backend.envFile;
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
    const url = await this.endpointUrl(webhookPath);
    const endpoints = await (await this.workos()).webhookEndpoints();
    return endpoints.find(({ endpointUrl }) => endpointUrl === url);
  });

  /** An app, with where it is. */
  async app({ name }: App): Promise<TargetApp> {
    return (await this.target()).apps.find((app) => app.name === name)!;
  }

  readonly #pages = new Map<string, Promise<Page | undefined>>();

  /** The first page of an app, if it answers. */
  page(app: App): Promise<Page | undefined> {
    const page = this.#pages.get(app.name) ?? this.app(app).then(({ origin }) => visit(origin));
    this.#pages.set(app.name, page);
    return page;
  }

  /** The page of an app that was found to be there. */
  async pageThere(app: App): Promise<Page> {
    const page = await this.page(app);
    if (!page) throw new Error(`The ${app.title} has stopped meanwhile.`);
    return page;
  }

  async endpointUrl(path: string): Promise<string> {
    return `${(await this.target()).siteUrl}${path}`;
  }

  /** What to type to have the Convex CLI do something to this deployment. */
  async convexCommand(words: string): Promise<string> {
    const { cliOptions } = await this.target();
    const { command, inFolder } = convexCommand(this.project, words, cliOptions);
    return `${command}${inFolder}`;
  }

  /** What to type for a command of this package: "npm run setup". */
  command(name: string, ...args: string[]): string {
    return this.project.packageManager.run(name, ...args);
  }

  /** The secrets that are known, by the names of their variables. */
  async secrets(): Promise<{ name: string; value: string }[]> {
    const onDeployment = await this.variables().catch((): Values => ({}));
    const development = readDevelopmentFile(this.project);
    const places = [onDeployment, this.file(), development, this.environment];
    const secrets = places.flatMap((values) =>
      Object.entries(values).flatMap(([name, value]) =>
        value && value.length >= 8 && findVariable(this.project, name)?.secret
          ? [{ name, value }]
          : [],
      ),
    );
    return [...new Map(secrets.map((secret) => [secret.value, secret])).values()];
  }
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let fact: Promise<T> | undefined;
  return () => (fact ??= find());
}
