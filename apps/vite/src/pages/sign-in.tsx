import { localPath } from "@repo/authkit-convex/local-path";
import { useSearchParams } from "wouter";
import { RedirectToAuthKit } from "../redirect-to-authkit";

/** Where every sign-in starts: a link to here, or WorkOS, which knows it as the sign-in endpoint. */
export function SignIn() {
  const [params] = useSearchParams();
  return (
    <RedirectToAuthKit screen="sign-in" returnTo={localPath(params.get("returnTo"), "/lists")} />
  );
}
