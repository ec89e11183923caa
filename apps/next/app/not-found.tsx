import { buttonClass } from "@repo/ui/button";
import { PageNotFound } from "@repo/ui/messages";
import Link from "next/link";

export default function NotFound() {
  return (
    <PageNotFound
      actions={
        <Link href="/" className={buttonClass("primary")}>
          Home
        </Link>
      }
    />
  );
}
