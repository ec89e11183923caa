"use client";

import { Button } from "@repo/ui/button";
import { PageFailed } from "@repo/ui/messages";
import "./globals.css";

/** In place of the whole page, when the layout fails: it asks for the session. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Error · Tandem</title>
        <PageFailed actions={<Button onClick={() => location.reload()}>Try again</Button>} />
      </body>
    </html>
  );
}
