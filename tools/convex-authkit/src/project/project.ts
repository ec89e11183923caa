import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Config } from "../config.ts";
import { findApps, type App } from "./apps.ts";
import { readConvexJson, type ConvexJson } from "./convex-json.ts";
import { findPackageManager, type PackageManager } from "./package-manager.ts";
import { dependsOn, findWorkspaces, type Manifest, type Workspace } from "./workspaces.ts";

/** The workspace with the Convex functions. */
export type Backend = {
  folder: string;
  /** The folder of the functions. */
  functions: string;
  /** Has the values of the development deployment: the Convex CLI writes it. */
  envFile: string;
  convexJson: ConvexJson;
  /** Whether it has the endpoints of `@convex-dev/workos-authkit`. */
  hasComponent: boolean;
};

/** A project as its files describe it. */
export type Project = {
  root: string;
  manifest: Manifest;
  backend: Backend;
  apps: [App, ...App[]];
  /** The app whose home page WorkOS goes to when it can go nowhere else: there is one for all of them. */
  homeApp: App;
  config: Config;
  packageManager: PackageManager;
  /** A path as people in the project's root would write it. */
  pathOf: (path: string) => string;
};

const configName = "convex-authkit.config.ts";

/**
 * Reads the project that a folder is in.
 *
 * @throws Error with one sentence when it is none that this package can work with
 */
export async function readProject(folder: string = process.cwd()): Promise<Project> {
  const workspaces = findWorkspaces(folder);
  const [{ folder: root, manifest }] = workspaces;
  const config = await readConfig(root);
  const backend = readBackend(findBackendWorkspace(workspaces));
  const apps = findApps(root, workspaces, backend.convexJson, config);
  const { appHomepageUrl } = backend.convexJson.authKit.dev.configure;
  return {
    root,
    manifest,
    backend,
    apps,
    homeApp: apps.find(({ url }) => url.origin === new URL(appHomepageUrl).origin) ?? apps[0],
    config,
    packageManager: findPackageManager(root, manifest),
    pathOf: (path) => relative(root, path) || ".",
  };
}

async function readConfig(root: string): Promise<Config> {
  const path = join(root, configName);
  if (!existsSync(path)) return {};
  const { default: config } = (await import(pathToFileURL(path).href)) as { default?: Config };
  if (!config)
    throw new Error(
      `${configName} has no default export: write export default defineConfig({ … }).`,
    );
  return config;
}

/**
 * The workspace with the Convex functions, which has the convex.json.
 *
 * @throws Error with one sentence when there is none, or more than one
 */
export function findBackendWorkspace(workspaces: [Workspace, ...Workspace[]]): Workspace {
  const [{ folder: root }] = workspaces;
  const [workspace, ...others] = workspaces.filter(({ folder }) =>
    existsSync(join(folder, "convex.json")),
  );
  if (workspace && others.length === 0) return workspace;
  throw new Error(
    workspace
      ? `${[workspace, ...others].map(({ folder }) => relative(root, folder)).join(" and ")} both have a convex.json: leave one.`
      : `No workspace of ${root} has a convex.json: it says where the apps are, under authKit.dev.configure.`,
  );
}

function readBackend(workspace: Workspace): Backend {
  const { folder } = workspace;
  const convexJson = readConvexJson(folder);
  return {
    folder,
    functions: join(folder, convexJson.functions ?? "convex"),
    envFile: join(folder, ".env.local"),
    convexJson,
    hasComponent: dependsOn(workspace, "@convex-dev/workos-authkit"),
  };
}

/** A script that a package brings, as a workspace finds it. */
export function scriptOf(packageName: string, script: string, workspace: string): string {
  const { resolve } = createRequire(join(workspace, "package.json"));
  return join(dirname(resolve(`${packageName}/package.json`)), script);
}

/** The script of the Convex CLI that the backend depends on. */
export function convexCli({ backend }: Project): string {
  return scriptOf("convex", "bin/main.js", backend.folder);
}
