import { Button } from "@repo/ui/button";
import { PageFailed } from "@repo/ui/messages";

/** From the start: what has failed may be AuthKit's own, which starts once. */
export function ErrorPage() {
  return (
    <PageFailed actions={<Button onClick={() => window.location.reload()}>Try again</Button>} />
  );
}
