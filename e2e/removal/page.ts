import { contract, findProblems, variablesOf, type VariableName } from "@repo/config/env";
import { convexJson, readAppUrls } from "@repo/convex-backend/urls";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The page that says how to take the local services out, and what to do instead. */
export const pagePath = "docs/without-the-local-services.md";

export type Page = {
  /** What a person pastes into a shell. */
  commands: string;
  /** The files that a person fills in for the apps, by their path. */
  envFiles: Record<string, string>;
};

/** @throws Error with one sentence when the page lacks something, or contradicts the project */
export function readPage(root: string): Page {
  const text = readFileSync(join(root, pagePath), "utf8");
  const [commands, ...more] = blocksOf(text, "sh");
  if (!commands || more.length > 0) {
    throw new Error(
      `${pagePath} has ${commands ? "more than one" : "no"} block marked sh: the commands that take the services out are the one block that is.`,
    );
  }
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
      `${pagePath} does not say how to set ${name}, which the backend needs: add it to what a person does in packages/convex-backend.`,
    );
  }
  return { commands, envFiles };

  function requireEnvFile(
    path: string,
    names: VariableName[],
    addresses: Partial<Record<VariableName, string>>,
  ) {
    const block = envFiles[path];
    if (!block) {
      throw new Error(`${pagePath} has no block marked dotenv that starts with "# ${path}".`);
    }
    const values = parseEnv(block);
    const unknown = Object.keys(values).find((name) => !names.includes(name as VariableName));
    const moved = Object.entries(addresses).find(([name, value]) => values[name] !== value);
    const [problem] = [
      ...findProblems(names, values),
      ...(unknown ? [`${unknown} is not read by that app.`] : []),
      ...(moved ? [`${moved[0]} has to be ${moved[1]}, as in convex.json.`] : []),
    ];
    if (problem) throw new Error(`In ${pagePath}, the block "# ${path}": ${problem}`);
  }
}

function blocksOf(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...markdown.matchAll(fence)].map(([, block]) => block ?? "");
}
