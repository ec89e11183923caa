import { localPath } from "@repo/authkit-convex/local-path";
import { useSearchParams } from "wouter";
import { RedirectToAuthKit } from "../redirect-to-authkit";

/** Where every sign-up starts. */
export function SignUp() {
  const [params] = useSearchParams();
  return (
    <RedirectToAuthKit screen="sign-up" returnTo={localPath(params.get("returnTo"), "/lists")} />
  );
}
