import { randomBytes, scryptSync } from "node:crypto";
import type { Environment } from "../environment.ts";
import { equalSecrets } from "../outgoing/signature.ts";
import type { User } from "../state/objects.ts";

/** A user's password as it is kept, by the user's id: apart from the user, who is shown. */
export type Password = { id: string; salt: string; hash: string };

/** Replaces the user's password. */
export function setPassword({ passwords }: Environment, user: User, password: string): void {
  const salt = randomBytes(16).toString("base64url");
  passwords.put({ id: user.id, salt, hash: slowHashOf(password, salt) });
}

/** Nobody has the password of a user who was given none. */
export function isPasswordOf({ passwords }: Environment, user: User, password: string): boolean {
  const kept = passwords.get(user.id);
  return kept !== undefined && equalSecrets(slowHashOf(password, kept.salt), kept.hash);
}

function slowHashOf(password: string, salt: string): string {
  return scryptSync(password, salt, 32).toString("base64url");
}
