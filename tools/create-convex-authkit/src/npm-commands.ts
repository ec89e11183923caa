import { frozenInstall, type PackageManager } from "./package-managers.ts";

/** A script, the workspace that it is run in, if one is named, and what parts its arguments from npm's. */
const scriptCommand =
  /\bnpm (?:run ([\w:-]+)|(test|start)\b)(?: --workspace[ =]([\w@/-]+))?( --(?= ))?/g;

/** Says commands of npm in prose, scripts and settings as those of another package manager. */
export function translateCommands(text: string, manager: PackageManager): string {
  return text
    .replace(
      scriptCommand,
      (_, run: string | undefined, short: string | undefined, workspace: string | undefined) =>
        short !== undefined && workspace === undefined
          ? shortCommand(manager, short)
          : runCommand(manager, run ?? short ?? "", workspace),
    )
    .replace(/\bnpm ci\b/g, frozenInstall(manager))
    .replace(/\bnpm install\b/g, `${manager.name} install`)
    .replace(
      /\bnpx (?!--yes)(?=\w)/g,
      { npm: "npx ", pnpm: "pnpm exec ", yarn: "yarn run ", bun: "bunx " }[manager.name],
    );
}

function shortCommand({ name }: PackageManager, script: string): string {
  // bun test is a test runner of bun's own.
  return name === "bun" ? `bun run ${script}` : `${name} ${script}`;
}

function runCommand({ name }: PackageManager, script: string, workspace?: string): string {
  if (workspace === undefined) return `${name} run ${script}`;
  switch (name) {
    case "npm":
      return `npm run ${script} --workspace ${workspace}`;
    case "pnpm":
      return `pnpm --filter ${workspace} run ${script}`;
    case "yarn":
      return `yarn workspace ${workspace} run ${script}`;
    case "bun":
      return `bun run --filter ${workspace} ${script}`;
  }
}
