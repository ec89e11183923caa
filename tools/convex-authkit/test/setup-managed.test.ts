/** `convex-authkit setup --managed`, with a stand-in for the Convex CLI: it asks its cloud. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { OwnServices } from "./own-services.ts";
import { credentialsOf, setUpInTerminal } from "./own-setup.ts";
import { dotenv, envFile, ProjectCopy } from "./project-copy.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const [next, vite] = ["https://next.example.com", "https://vite.example.com"];
const copy = new ProjectCopy();
let production: OwnServices;

/** Answers as the CLI does, notes its arguments, and makes the WorkOS environment when it is asked to. */
const standIn = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const { NEXT_APP_URL, VITE_APP_URL } = process.env;
appendFileSync(process.env.CALLS, JSON.stringify({ args, NEXT_APP_URL, VITE_APP_URL }) + "\\n");
const made = process.env.CALLS + ".made";
if (args[0] === "function-spec") console.log(JSON.stringify({ url: "https://brave-otter-9.convex.cloud", functions: [] }));
if (args[0] === "integration") writeFileSync(made, "");
if (args[0] === "env" && args[1] === "list" && existsSync(made)) console.log(process.env.CREDENTIALS);
`;

type Call = { args: string[]; NEXT_APP_URL?: string; VITE_APP_URL?: string };

function calls(): Call[] {
  const lines = copy.read("calls").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Call);
}

beforeAll(async () => {
  production = await OwnServices.start("sk_live_");
  copy.replacePackageFile("convex", "bin/main.js", standIn);
});

afterAll(async () => {
  await production.stop();
  copy.remove();
});

beforeEach(() => void copy.write("calls", ""));

async function setUpProduction() {
  const { WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS } = production.chosenDeployment;
  copy.write(
    envFile,
    dotenv({
      CONVEX_DEPLOYMENT: "dev:happy-otter-123",
      CONVEX_URL: "https://happy-otter-123.convex.cloud",
      CONVEX_SITE_URL: "https://happy-otter-123.convex.site",
      ...{ WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS },
    }),
  );
  const credentials = dotenv(credentialsOf(production));
  const run = setUpInTerminal(
    copy,
    ["--managed", "--prod", "--next-url", next, "--vite-url", vite, "--yes"],
    { CALLS: copy.path("calls"), CREDENTIALS: credentials },
  );
  await run.printed("Secret of that action endpoint");
  run.type("\r");
  const { exitCode, output } = await run.result();
  expect(exitCode, output).toBe(0);
  return output;
}

test("the Convex CLI makes production's environment, and knows where the apps are; another run keeps it", async () => {
  const first = await setUpProduction();
  expect(calls().find(({ args }) => args[0] === "integration")).toEqual({
    args: ["integration", "workos", "provision-environment", "--prod"],
    NEXT_APP_URL: next,
    VITE_APP_URL: vite,
  });
  expect(first).not.toContain("keeps it");
  expect(await production.environment.redirectUris()).toContain(`${next}/callback`);

  copy.write("calls", "");
  const second = await setUpProduction();
  expect(second).toContain(
    `The deployment has the WorkOS environment ${production.clientId}, and keeps it.`,
  );
  expect(calls().filter(({ args }) => args[0] === "integration")).toEqual([]);
});
