"use client";

import { Button } from "@repo/ui/button";
import { MessagePage } from "@repo/ui/message-page";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <MessagePage
      title="This page did not load"
      actions={<Button onClick={reset}>Try again</Button>}
    >
      Something went wrong on the way. Trying again usually helps.
    </MessagePage>
  );
}
