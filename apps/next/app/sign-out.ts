"use server";

import { signOut as signOutOfAuthKit } from "@workos-inc/authkit-nextjs";
import { env } from "../env";

/** Ends the session here and at WorkOS. A form's action, so that no link or image can do it. */
export async function signOut() {
  await signOutOfAuthKit({ returnTo: new URL("/", env.redirectUri).href });
}
