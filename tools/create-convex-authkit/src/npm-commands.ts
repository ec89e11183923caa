import { frozenInstall, type PackageManager } from "./package-managers.ts";

/** A script, where it is run if that is said, and what parts its arguments from npm's. */
const scriptCommand =
  /\bnpm (?:run ([\w:-]+)|(test|start)\b)(?: --workspace[ =]([\w@/-]+))?( --(?=[ "]|$))?/g;

/** Says commands of npm in prose, scripts and settings as those of another package manager. */
export function translateCommands(text: string, manager: PackageManager): string {
  const { name } = manager;
  return text
    .replace(
      scriptCommand,
      (_, run: string | undefined, short: string | undefined, workspace?: string) => {
        if (workspace !== undefined) return runIn(manager, workspace, run ?? short ?? "");
        // bun test is a test runner of bun's own.
        return short !== undefined && name !== "bun"
          ? `${name} ${short}`
          : `${name} run ${run ?? short}`;
      },
    )
    .replace(/\band npm\b/g, `and ${name}`)
    .replace(/\bnpm ci\b/g, frozenInstall(manager))
    .replace(/\bnpm install\b(?! --global)/g, `${name} install`)
    .replace(
      /\bnpx (?!--yes)(?=\w)/g,
      { npm: "npx ", pnpm: "pnpm exec ", yarn: "yarn run ", bun: "bunx " }[name],
    );
}

function runIn({ name }: PackageManager, workspace: string, script: string): string {
  return {
    npm: `npm run ${script} --workspace ${workspace}`,
    pnpm: `pnpm --filter ${workspace} run ${script}`,
    yarn: `yarn workspace ${workspace} run ${script}`,
    bun: `bun run --filter ${workspace} ${script}`,
  }[name];
}
