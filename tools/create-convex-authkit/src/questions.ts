import { confirm, isCancel, multiselect, select, text } from "@clack/prompts";
import { conflictModes, type ConflictMode } from "./options.ts";
import { packageManagerNames, type PackageManagerName } from "./package-managers.ts";
import { appNames, type App } from "./apps.ts";

/** That a person ended the questions, with Ctrl-C or Escape. */
class Canceled extends Error {
  constructor() {
    super("Canceled, and nothing was made.");
  }
}

async function answered<Answer>(question: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const answer = await question;
  if (isCancel(answer)) throw new Canceled();
  return answer as Exclude<Answer, symbol>;
}

export function askFolder(
  byDefault: string,
  findProblem: (folder: string) => string | undefined,
): Promise<string> {
  return answered(
    text({
      message: "In which folder?",
      placeholder: byDefault,
      defaultValue: byDefault,
      validate: (folder) => findProblem(folder || byDefault),
    }),
  );
}

export function askConflict(folder: string, content: string[]): Promise<ConflictMode> {
  const labels: Record<ConflictMode, string> = {
    error: "Stop",
    merge: "Add to it, and replace what both have",
    overwrite: "Delete all of it but .git",
    increment: "Make another folder beside it",
  };
  return answered(
    select({
      message: `${folder} is not empty (${content.slice(0, 5).join(", ")}). What now?`,
      options: conflictModes.map((value) => ({ value, label: labels[value] })),
    }),
  );
}

export function askApps(): Promise<App[]> {
  const labels: Record<App, string> = { next: "Next.js", vite: "Vite" };
  return answered(
    multiselect({
      message: "Which apps?",
      options: appNames.map((value) => ({ value, label: labels[value] })),
      initialValues: [...appNames],
      required: true,
    }),
  );
}

export function askPackageManager(): Promise<PackageManagerName> {
  return answered(
    select({
      message: "Which package manager?",
      options: packageManagerNames.map((value) => ({ value, label: value })),
    }),
  );
}

export function askYesOrNo(message: string): Promise<boolean> {
  return answered(confirm({ message }));
}
