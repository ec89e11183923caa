"use client";

import { Button } from "@repo/ui/button";
import { PageFailed } from "@repo/ui/messages";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <PageFailed actions={<Button onClick={reset}>Try again</Button>} />;
}
