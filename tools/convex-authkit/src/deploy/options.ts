import { appNames, type AppName } from "@repo/config/apps";
import { parseArgs } from "node:util";

export type DeployOptions = {
  help: boolean;
  /** What this job builds with the deployment's URL. */
  build: AppName[];
  /** For `convex deploy`, as they are. */
  convexOptions: string[];
};

/** Options of `convex deploy` that this command sets. */
const ownOptions = ["--cmd", "--cmd-url-env-var-name"];

/** @throws Error with one sentence when an argument is not of this command */
export function readDeployOptions(args: string[]): DeployOptions {
  const end = args.indexOf("--");
  const convexOptions = end === -1 ? [] : args.slice(end + 1);
  const taken = convexOptions.find((option) => ownOptions.includes(option.split("=")[0] ?? ""));
  if (taken) {
    throw new Error(`${taken} is not for you to give: npm run deploy sets it, to build the apps.`);
  }
  const { build, help } = parse("npm run deploy -- --help", () =>
    parseArgs({
      args: end === -1 ? args : args.slice(0, end),
      options: {
        build: { type: "string", default: appNames.join(",") },
        help: { type: "boolean", default: false },
      },
    }),
  ).values;
  return {
    help,
    build: build.split(",").map((name) => requireApp("--build", name)),
    convexOptions,
  };
}

export type DeployAppOptions = {
  help: boolean;
  app: AppName | undefined;
  /** How long the backend's deployment is waited for, in seconds. */
  wait: number;
};

/** @throws Error with one sentence when an argument is not of this command */
export function readDeployAppOptions(args: string[]): DeployAppOptions {
  const { values, positionals } = parse("npm run deploy:app -- --help", () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        wait: { type: "string", default: "600" },
        help: { type: "boolean", default: false },
      },
    }),
  );
  if (!/^\d+$/.test(values.wait)) {
    throw new Error(`--wait is ${values.wait}, and has to be a number of seconds.`);
  }
  const [name, ...more] = positionals;
  if (more.length > 0) {
    throw new Error(
      `npm run deploy:app builds one app, and was asked for ${positionals.join(", ")}.`,
    );
  }
  const app = name === undefined ? undefined : requireApp("The app", name);
  return { help: values.help, app, wait: Number(values.wait) };
}

function requireApp(what: string, name: string): AppName {
  const app = appNames.find((known) => known === name);
  if (!app) throw new Error(`${what} is "${name}", and there are only ${appNames.join(" and ")}.`);
  return app;
}

function parse<Result>(helpCommand: string, parseThem: () => Result): Result {
  try {
    return parseThem();
  } catch (error) {
    // Node goes on to say how to give an argument that starts with a dash.
    const [sentence] = (error as Error).message.split(". ");
    throw new Error(`${sentence}: ${helpCommand} says what there is.`, {
      cause: error,
    });
  }
}
