type Named = {
  email?: string | null;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
};

/** A name to show. WorkOS sends `null` for each part that a person did not give. */
export function displayName(person: Named): string {
  const fullName = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return person.name?.trim() || fullName.trim() || (person.email ?? "");
}
