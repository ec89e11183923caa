import { Button } from "@repo/ui/button";
import { StorageRefused } from "@repo/ui/messages";
import { StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { AuthProvider } from "./auth-provider";
import { keepsData, leaveForeignCallback } from "./browser";
import { startEarly } from "./start-early";
import "./main.css";

leaveForeignCallback();

const root = createRoot(document.getElementById("root")!);
const hasStorage = keepsData();
if (hasStorage) startEarly();

// At once, because AuthKit asks for the session only when this is done.
flushSync(() =>
  root.render(
    <StrictMode>
      {hasStorage ? (
        <AuthProvider>
          <App />
        </AuthProvider>
      ) : (
        <StorageRefused
          actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
        />
      )}
    </StrictMode>,
  ),
);

// A browser keeps a page that is left, for Back. The person may have signed out by then,
// so nothing of a person is kept, and the page starts anew.
addEventListener("pagehide", (event) => event.persisted && root.unmount());
addEventListener("pageshow", (event) => event.persisted && window.location.reload());
