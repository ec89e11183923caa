import { Button } from "@repo/ui/button";
import { PageFailed } from "@repo/ui/messages";
import type { FallbackProps } from "react-error-boundary";

export function ErrorPage({ resetErrorBoundary }: FallbackProps) {
  return <PageFailed actions={<Button onClick={() => resetErrorBoundary()}>Try again</Button>} />;
}
