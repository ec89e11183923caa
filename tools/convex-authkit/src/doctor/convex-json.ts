import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Configure, ConvexJson, ConvexJsonError } from "../project/convex-json.ts";
import { findBackendWorkspace, type Project } from "../project/project.ts";
import { findWorkspaces } from "../project/workspaces.ts";
import { failed, ok, type Check, type Outcome, type Result } from "./check.ts";

const check = {
  id: "convex-json",
  title: "convex.json is valid, and provisions development, previews and production alike",
};

export const convexJsonCheck: Check = {
  ...check,
  run: ({ project }) => checkConvexJson(project),
};

/** The result of that check where convex.json is such that there is nothing else to check. */
export function explainConvexJson({ message }: ConvexJsonError): Result {
  const { folder } = findBackendWorkspace(findWorkspaces(process.cwd()));
  return { ...check, ...wrong(schemaProblem(folder) ?? message) };
}

function checkConvexJson({ backend: { folder, convexJson } }: Project): Outcome {
  const problem = schemaProblem(folder) ?? sectionProblem(convexJson);
  return problem ? wrong(problem) : ok;
}

const wrong = (problem: string) =>
  failed(problem, "Correct convex.json: it says where the apps are, for each kind of deployment.");

/** What the schema of the Convex CLI says against a file that is JSON. */
function schemaProblem(folder: string): string | undefined {
  const path = join(folder, "convex.json");
  const { resolve } = createRequire(path);
  let json: unknown;
  let schema: object;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
    const cli = dirname(resolve("convex/package.json"));
    schema = JSON.parse(readFileSync(join(cli, "schemas/convex.schema.json"), "utf8")) as object;
  } catch {
    return undefined;
  }
  // The schema is the CLI's, and not examined: that takes longer than all else here.
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  if (ajv.validate(schema, json)) return undefined;
  const [error] = ajv.errors ?? [];
  const { instancePath = "", message = "is not valid", params = {} } = error ?? {};
  return `convex.json is not as the Convex CLI takes it: ${instancePath} ${message} (${Object.values(params).join(", ")}).`;
}

function sectionProblem({ authKit }: ConvexJson): string | undefined {
  for (const section of ["dev", "preview", "prod"] as const) {
    if (!authKit[section]?.configure) {
      return `convex.json lacks authKit.${section}.configure, so the Convex CLI provisions no WorkOS environment there.`;
    }
  }
  if (authKit.prod?.environmentType !== "production") {
    return "convex.json does not have environmentType production in authKit.prod, so production would get a WorkOS environment like a development one.";
  }
  for (const section of ["preview", "prod"] as const) {
    const [there, here] = [shapeOf(authKit[section]?.configure), shapeOf(authKit.dev.configure)];
    const name = (["redirectUris", "corsOrigins"] as const).find(
      (each) => String(there[each]) !== String(here[each]),
    );
    if (name) {
      return `convex.json has other ${name} in authKit.${section} than in authKit.dev, and not only other origins: sign-ins that work in development fail there.`;
    }
    if (there.homepage !== here.homepage) {
      return `convex.json has another app's origin as appHomepageUrl in authKit.${section} than in authKit.dev, so signing out leads elsewhere there.`;
    }
  }
  return undefined;
}

/** Redirect URIs by their paths, and origins by which redirect URI is of the same origin. */
function shapeOf({ redirectUris = [], corsOrigins = [], appHomepageUrl }: Partial<Configure> = {}) {
  const [origins, paths] = [0, 1].map((part) =>
    redirectUris.map((uri) => /^((?:\w+:\/\/)?[^/]*)(.*)$/s.exec(uri)?.slice(1)[part]),
  ) as [string[], string[]];
  return {
    redirectUris: paths,
    corsOrigins: corsOrigins.map((origin) => origins.indexOf(origin)).sort(),
    homepage: origins.indexOf(appHomepageUrl ?? origins[0] ?? ""),
  };
}
