import { select, text } from "@clack/prompts";
import { appNames, apps } from "@repo/config/apps";
import { contract, type VariableName } from "@repo/config/env";
import { urlFlag, ways, type SetupOptions, type WayName } from "./options.ts";
import { ask } from "./terminal.ts";

/**
 * Asks what is to be set up, unless the command line says it.
 *
 * @throws Error with one sentence when it does not and there is no terminal to ask in
 */
export async function completeOptions(
  options: SetupOptions,
): Promise<SetupOptions & { way: WayName }> {
  if (options.way) return { ...options, way: options.way };
  const way = await askWay();
  const isProduction = options.isProduction || (!ways[way].instead && (await askIsProduction()));
  return { ...options, way, isProduction };
}

function askWay(): Promise<WayName> {
  const choices = Object.entries(ways) as [WayName, { label: string }][];
  return ask(
    () =>
      select({
        message: "Which WorkOS environment do you want to use?",
        options: choices.map(([value, { label }]) => ({ value, label })),
      }),
    `Say where the WorkOS environment comes from: ${choices.map(([way]) => `--${way}`).join(" or ")}.`,
  );
}

function askIsProduction(): Promise<boolean> {
  return ask(
    () =>
      select({
        message: "What for?",
        options: [
          { value: false, label: "Development, on this machine" },
          { value: true, label: "Production, once development is set up" },
        ],
      }),
    "Production is set up with --prod.",
  );
}

/**
 * Where production's apps are, as in `npm run deploy`.
 *
 * @throws Error with one sentence when one is not given and there is no terminal to ask in
 */
export async function findAppUrls({ isProduction, appUrls }: SetupOptions) {
  const found: Partial<Record<VariableName, string>> = {};
  if (!isProduction) return found;
  for (const app of appNames) {
    const { appUrl } = apps[app].variables;
    found[appUrl] = appUrls[app] || process.env[appUrl] || (await askAppUrl(appUrl, urlFlag(app)));
  }
  return found;
}

function askAppUrl(name: VariableName, flag: string): Promise<string> {
  const { is, format } = contract[name];
  return ask(
    () =>
      text({
        message: is,
        placeholder: "https://app.example.com",
        validate: (value) => format.safeParse(value).error?.issues[0]?.message,
      }),
    `${name} is not known, ${is}: give it with --${flag}, or in the environment.`,
  );
}
