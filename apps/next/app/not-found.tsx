import { buttonClass } from "@repo/ui/button";
import { PageNotFound } from "@repo/ui/messages";
import type { Metadata } from "next";
import Link from "next/link";

export const metadata: Metadata = { title: "Page not found" };

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
