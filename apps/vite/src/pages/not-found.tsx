import { buttonClass } from "@repo/ui/button";
import { PageNotFound } from "@repo/ui/messages";
import { Link } from "wouter";

export function NotFound() {
  return (
    <>
      <title>Page not found · Tandem</title>
      <PageNotFound
        actions={
          <Link href="/" className={buttonClass("primary")}>
            Home
          </Link>
        }
      />
    </>
  );
}
