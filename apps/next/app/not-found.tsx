import { buttonClass } from "@repo/ui/button";
import { PageNotFound } from "@repo/ui/messages";
import type { Metadata } from "next";
import { HomeLink } from "./signed-out";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return <PageNotFound actions={<HomeLink className={buttonClass("primary")}>Home</HomeLink>} />;
}
