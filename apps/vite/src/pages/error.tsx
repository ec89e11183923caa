import { Button } from "@repo/ui/button";
import { MessagePage } from "@repo/ui/message-page";
import type { FallbackProps } from "react-error-boundary";

export function ErrorPage({ resetErrorBoundary }: FallbackProps) {
  return (
    <MessagePage
      title="This page did not load"
      actions={<Button onClick={() => resetErrorBoundary()}>Try again</Button>}
    >
      Something went wrong on the way. Trying again usually helps.
    </MessagePage>
  );
}
