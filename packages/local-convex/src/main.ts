#!/usr/bin/env node
import process from "node:process";
import { parseArgs } from "node:util";
import { StartupError, messageOf } from "./errors.ts";
import type { ChildMessage, LocalConvexOptions } from "./options.ts";
import { serve } from "./serve.ts";

const HELP = `A Convex deployment on this machine.

Usage: local-convex (--state <folder> | --ephemeral) [options]

  --state <folder>         keep the deployment's state in this folder
  --ephemeral              keep nothing
  --port <number>          port of the deployment (default 3210; 0 picks a free one)
  --site-port <number>     port of the HTTP actions (default 3211; 0 picks a free one)
  --rewrite-origin <A=B>   reach origin B where functions ask for origin A (repeatable)
  --help                   show this

LOCAL_CONVEX_ADMIN_KEY sets the admin key; it is random by default.`;

// Started by startLocalConvex: options and reports travel by IPC, where no process list shows them.
if (process.send)
  process.once("message", (options) => void runChild(options as LocalConvexOptions));
else await runCommand();

async function runChild(options: LocalConvexOptions): Promise<void> {
  const send = (message: ChildMessage) => process.connected && process.send?.(message);
  try {
    const onLog = (line: string) => send({ type: "log", line });
    const { url, siteUrl, adminKey, close } = await serve({ ...options, onLog });
    stopOnSignals(close);
    if (!process.connected) process.emit("disconnect");
    send({ type: "ready", url, siteUrl, adminKey });
  } catch (error) {
    // The exit comes with the message's arrival, or it might get lost.
    process.send?.({ type: "failed", message: messageOf(error) } satisfies ChildMessage, () =>
      process.exit(1),
    );
  }
}

async function runCommand(): Promise<void> {
  try {
    const options = parseOptions();
    if (!options) return console.log(HELP);
    const { url, siteUrl, adminKey, close } = await serve(options);
    stopOnSignals(close);
    console.log(`Convex deployment: ${url}
HTTP actions:      ${siteUrl}

Point the Convex CLI at it:
  CONVEX_SELF_HOSTED_URL=${url}
  CONVEX_SELF_HOSTED_ADMIN_KEY='${adminKey}'`);
  } catch (error) {
    console.error(error instanceof StartupError ? error.message : error);
    // Not `exitCode`: a port may be open already.
    process.exit(1);
  }
}

function parseOptions(): LocalConvexOptions | null {
  const { values } = parse();
  if (values.help) return null;
  if ((values.state === undefined) === !values.ephemeral)
    throw new StartupError("Choose either --state <folder> or --ephemeral.");
  return {
    port: parsePort("--port", values.port),
    sitePort: parsePort("--site-port", values["site-port"]),
    stateDirectory: values.state,
    adminKey: process.env.LOCAL_CONVEX_ADMIN_KEY,
    rewriteOrigins: Object.fromEntries(values["rewrite-origin"].map(parseRewrite)),
    onLog: (line) => console.log(line),
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        state: { type: "string" },
        ephemeral: { type: "boolean", default: false },
        port: { type: "string", default: "3210" },
        "site-port": { type: "string", default: "3211" },
        "rewrite-origin": { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new StartupError(`${messageOf(error)} (--help lists the options)`);
  }
}

function parsePort(option: string, value: string): number {
  const port = Number(value);
  if (value !== "" && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new StartupError(`${option} ${value} is not a port: give a number from 0 to 65535.`);
}

function parseRewrite(rule: string): [string, string] {
  const [from = "", to = ""] = rule.split("=");
  if (URL.canParse(from) && URL.canParse(to)) return [from, to];
  throw new StartupError(
    `--rewrite-origin ${rule} is not of the form https://from.example=http://localhost:1234.`,
  );
}

function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(`The deployment's state could not be saved: ${messageOf(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  // The process that started this one has ended or has asked it to stop.
  process.on("disconnect", stop);
}
