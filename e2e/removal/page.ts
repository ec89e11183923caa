import { contract, findProblems, variablesOf, type VariableName } from "@repo/config/env";
import { convexJson, readAppUrls } from "@repo/convex-backend/urls";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The page that says how to take the local services out, and what to do instead. */
export const servicesPage = "docs/without-the-local-services.md";

/**
 * What a person pastes into a shell to do what a page is about.
 *
 * @throws Error with one sentence unless the page has that in one block
 */
export function readCommands(root: string, page: string): string {
  const [commands, ...more] = blocksOf(readFileSync(join(root, page), "utf8"), "sh");
  if (!commands || more.length > 0) {
    throw new Error(
      `${page} has ${commands ? "more than one" : "no"} block marked sh: the commands that take things out are the one block that is.`,
    );
  }
  return commands;
}

/**
 * The files that a person fills in for the apps, by their path.
 *
 * @throws Error with one sentence when the page lacks something, or contradicts the project
 */
export function readEnvFiles(root: string): Record<string, string> {
  const text = readFileSync(join(root, servicesPage), "utf8");
  const envFiles = Object.fromEntries(
    blocksOf(text, "dotenv").map((block) => [/^# (\S+)\n/.exec(block)?.[1] ?? "", block]),
  );
  const { next, vite } = readAppUrls(convexJson);
  requireEnvFile(
    "apps/next/.env.local",
    [...variablesOf("Next.js browser"), ...variablesOf("Next.js server")],
    { NEXT_PUBLIC_WORKOS_REDIRECT_URI: next.redirectUri },
  );
  requireEnvFile("apps/vite/.env.local", variablesOf("Vite browser"), {
    VITE_WORKOS_REDIRECT_URI: vite.redirectUri,
  });
  for (const name of variablesOf("Convex functions")) {
    if ("optional" in contract[name] || text.includes(name)) continue;
    throw new Error(
      `${servicesPage} does not say how to set ${name}, which the backend needs: add it to what a person does in packages/convex-backend.`,
    );
  }
  return envFiles;

  function requireEnvFile(
    path: string,
    names: VariableName[],
    addresses: Partial<Record<VariableName, string>>,
  ) {
    const block = envFiles[path];
    if (!block) {
      throw new Error(`${servicesPage} has no block marked dotenv that starts with "# ${path}".`);
    }
    const values = parseEnv(block);
    const unknown = Object.keys(values).find((name) => !names.includes(name as VariableName));
    const moved = Object.entries(addresses).find(([name, value]) => values[name] !== value);
    const [problem] = [
      ...findProblems(names, values),
      ...(unknown ? [`${unknown} is not read by that app.`] : []),
      ...(moved ? [`${moved[0]} has to be ${moved[1]}, as in convex.json.`] : []),
    ];
    if (problem) throw new Error(`In ${servicesPage}, the block "# ${path}": ${problem}`);
  }
}

function blocksOf(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...markdown.matchAll(fence)].map(([, block]) => block ?? "");
}
