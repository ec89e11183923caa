"use client";

import ErrorPage from "./error";
import "./globals.css";

/** In place of the whole page, when the layout fails: it asks for the session. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Error · Tandem</title>
        <ErrorPage />
      </body>
    </html>
  );
}
