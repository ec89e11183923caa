import { contract, type Reader, type Variable, type VariableName, type Way } from "./contract.ts";

export { contract, type Reader, type Variable, type VariableName, type Way };

type Values = Record<string, string | undefined>;

/** The variables that a reader reads. */
export function variablesOf(reader: Reader): VariableName[] {
  return (Object.keys(contract) as VariableName[]).filter((name) =>
    (contract[name] as Variable).readers.includes(reader),
  );
}

/** A sentence for each variable that is missing or malformed; it never quotes a value. */
export function findProblems(names: VariableName[], values: Values): string[] {
  return names.flatMap((name) => {
    const { is, optional, format }: Variable = contract[name];
    const value = values[name];
    if (value === undefined || value === "") {
      return optional ? [] : [`${name} is not set: it is ${is}. ${howSet(name)}`];
    }
    const { success, error } = format.safeParse(value);
    return success ? [] : [`${name} ${error.issues[0]?.message}: it is ${is}. ${howSet(name)}`];
  });
}

function howSet(name: VariableName): string {
  const { development, production }: Variable["set"] = contract[name].set;
  const ways = [
    development && `${development} on this machine`,
    production && `${production} for production`,
  ];
  return `It is set ${ways.filter(Boolean).join(", and ")}.`.replaceAll("`", "");
}

/**
 * Ends the process, with a sentence for each variable that is missing or malformed: for the step
 * that needs them, so that nobody meets the mistake later in a browser.
 */
export function requireVariables(names: VariableName[], values: Values = process.env): void {
  const problems = findProblems(names, values);
  if (problems.length === 0) return;
  for (const problem of problems) {
    console.error(`\n✗ ${problem}`);
  }
  console.error("\n  docs/environment.md lists all variables.\n");
  process.exit(1);
}
