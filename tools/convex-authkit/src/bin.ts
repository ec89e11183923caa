#!/usr/bin/env -S node --
/** The command `convex-authkit`. Without the "--" above, Node takes --env-file for an option of its own. */
import manifest from "../package.json" with { type: "json" };
import { UsageError, type Command } from "./command.ts";
import { failure } from "./panel.ts";

const commands: Record<string, [is: string, load: () => Promise<Command>]> = {
  dev: ["the backend and the apps, until Ctrl-C", async () => (await import("./dev.ts")).dev],
  setup: [
    "a Convex deployment and a WorkOS environment of your own",
    async () => (await import("./setup/setup.ts")).setup,
  ],
  doctor: [
    "what is wrong with a setup, and what to do about it",
    async () => (await import("./doctor/doctor.ts")).doctor,
  ],
  deploy: [
    "the backend, and the apps built for it",
    async () => (await import("./deploy/deploy.ts")).deploy,
  ],
  codegen: [
    "the backend's generated files, by the Convex CLI",
    async () => (await import("./codegen.ts")).codegen,
  ],
};

/** What only commands run. */
const internal: typeof commands = {
  "build-apps": ["", async () => (await import("./deploy/build-apps.ts")).buildAppsCommand],
};

const help = `Usage: convex-authkit <command> [options]

${Object.entries(commands)
  .map(([name, [is]]) => `  ${name.padEnd(9)} ${is}`)
  .join("\n")}

  --help, -h     this, or what a command takes
  --version, -v  the version of this package`;

const [name, ...args] = process.argv.slice(2);
process.exitCode = await run().catch((error: unknown) => {
  console.error(failure(error instanceof Error ? error.message : String(error)));
  return error instanceof UsageError ? 2 : 1;
});

async function run(): Promise<number> {
  // What comes after "--" is for another command.
  const all = [name, ...(args.includes("--") ? args.slice(0, args.indexOf("--")) : args)];
  const isAsked = (...flags: string[]) =>
    all.some((arg) => arg !== undefined && flags.includes(arg));
  if (isAsked("--version", "-v")) {
    console.log(manifest.version);
    return 0;
  }
  const [, load] = { ...commands, ...internal }[name ?? ""] ?? [];
  if (!load) {
    if (name !== undefined && !isAsked("--help", "-h")) {
      throw new UsageError(`There is no command "${name}": --help lists those there are.`);
    }
    console.log(help);
    return 0;
  }
  const command = await load();
  if (isAsked("--help", "-h")) {
    console.log(command.help);
    return 0;
  }
  return await command.run(args);
}
