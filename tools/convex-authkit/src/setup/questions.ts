import { select, text } from "@clack/prompts";
import type { Values } from "../own-platform.ts";
import type { Project } from "../project/project.ts";
import { modes, urlFlag, type Mode, type SetupOptions } from "./options.ts";
import { ask } from "./terminal.ts";

/**
 * Asks what is to be set up, unless the command line says it.
 *
 * @throws Error with one sentence when it does not and there is no terminal to ask in
 */
export async function completeOptions(
  options: SetupOptions,
): Promise<SetupOptions & { mode: Mode }> {
  if (options.mode) return { ...options, mode: options.mode };
  const mode = await askMode();
  const isProduction = options.isProduction || (mode !== "local" && (await askIsProduction()));
  return { ...options, mode, isProduction };
}

function askMode(): Promise<Mode> {
  const choices = Object.entries(modes) as [Mode, string][];
  return ask(
    () =>
      select({
        message: "Which WorkOS environment do you want to use?",
        options: choices.map(([value, label]) => ({ value, label })),
      }),
    `Say where the WorkOS environment comes from: ${choices.map(([mode]) => `--${mode}`).join(" or ")}.`,
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
 * Where production's apps are, as in `deploy`.
 *
 * @throws Error with one sentence when one is not given and there is no terminal to ask in
 */
export async function findAppUrls(
  { apps }: Project,
  { isProduction, appUrls }: SetupOptions,
): Promise<Values> {
  const found: Values = {};
  if (!isProduction) return found;
  for (const app of apps) {
    const { urlVariable, title } = app;
    // The target says what is wrong with a convex.json that names none.
    if (urlVariable === undefined) continue;
    found[urlVariable] =
      appUrls[app.name] ||
      process.env[urlVariable] ||
      (await askAppUrl(urlVariable, `the origin of the deployed ${title}`, urlFlag(app)));
  }
  return found;
}

function askAppUrl(name: string, is: string, flag: string): Promise<string> {
  return ask(
    () =>
      text({
        message: is,
        placeholder: "https://app.example.com",
        validate: (value = "") => (URL.canParse(value) ? undefined : "It has to be a URL."),
      }),
    `${name} is not known, ${is}: give it with --${flag}, or in the environment.`,
  );
}
