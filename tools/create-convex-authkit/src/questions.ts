import { confirm, isCancel, multiselect, select, text } from "@clack/prompts";
import { appNames, type App } from "./apps.ts";
import { conflictModes, type ConflictMode } from "./options.ts";
import { packageManagerNames, type PackageManagerName } from "./package-managers.ts";

/** @throws Error when a person ended the questions, with Ctrl-C or Escape */
async function answered<Answer>(question: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const answer = await question;
  if (isCancel(answer)) throw new Error("Canceled, and nothing was made.");
  return answer as Exclude<Answer, symbol>;
}

/** Questions to a person. */
export const ask = {
  folder: (byDefault: string, findProblem: (folder: string) => string | undefined) =>
    answered<string | symbol>(
      text({
        message: "In which folder?",
        placeholder: byDefault,
        defaultValue: byDefault,
        validate: (folder) => findProblem(folder || byDefault),
      }),
    ),

  conflict(folder: string, content: string[]): Promise<ConflictMode> {
    const labels: Record<ConflictMode, string> = {
      error: "Stop",
      merge: "Add to it, and replace what both have",
      overwrite: "Delete all of it but .git",
      increment: "Make another folder beside it",
    };
    const message = `${folder} is not empty (${content.slice(0, 5).join(", ")}). What now?`;
    const options = conflictModes.map((value) => ({ value, label: labels[value] }));
    return answered(select({ message, options }));
  },

  apps(): Promise<App[]> {
    const labels: Record<App, string> = { next: "Next.js", vite: "Vite" };
    const options = appNames.map((value) => ({ value, label: labels[value] }));
    const initialValues = [...appNames];
    return answered(multiselect({ message: "Which apps?", options, initialValues }));
  },

  packageManager(): Promise<PackageManagerName> {
    const options = packageManagerNames.map((value) => ({ value, label: value }));
    return answered(select({ message: "Which package manager?", options }));
  },

  yesOrNo: (message: string) => answered(confirm({ message })),
};
