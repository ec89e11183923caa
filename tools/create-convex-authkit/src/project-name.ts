import validateName from "validate-npm-package-name";

/** What is wrong with a name, in a sentence that suggests another; undefined when nothing is. */
export function findNameProblem(name: string): string | undefined {
  const { validForNewPackages, errors = [], warnings = [] } = validateName(name);
  if (validForNewPackages) return undefined;
  return `"${name}" cannot be the project's name (${[...errors, ...warnings].join(", ")}): try --name ${suggestName(name)}.`;
}

/** A name that npm takes, as near as can be. */
function suggestName(name: string): string {
  const near = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 200);
  return validateName(near).validForNewPackages ? near : `my-${near || "app"}`;
}
