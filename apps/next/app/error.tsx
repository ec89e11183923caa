"use client";

import { Button } from "@repo/ui/button";
import { PageFailed } from "@repo/ui/messages";

/** From the start, and not with Next's `reset`: what is missing may be code of an earlier deploy. */
export default function ErrorPage() {
  return <PageFailed actions={<Button onClick={() => location.reload()}>Try again</Button>} />;
}
