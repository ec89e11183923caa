import { contract, type Reader, type Variable, type VariableName } from "./contract.ts";

export { contract, type Reader, type Variable, type VariableName };

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
    const { is, setIt, optional, format }: Variable = contract[name];
    const value = values[name];
    if (value === undefined || value === "") {
      return optional ? [] : [`${name} is not set: it is ${is}. Set it ${setIt}.`];
    }
    const { success, error } = format.safeParse(value);
    return success ? [] : [`${name} ${error.issues[0]?.message}: it is ${is}. Set it ${setIt}.`];
  });
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
  console.error("\n  README.md says how to run the project.\n");
  process.exit(1);
}
