import { Button } from "@repo/ui/button";
import { StorageRefused } from "@repo/ui/messages";
import { StrictMode, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { AuthProvider } from "./auth-provider";
import { keepsData, leaveForeignCallback, mayBeSignedIn } from "./browser";
import { holdBack } from "./hold-back";
import { startEarly } from "./start-early";
import "./main.css";

leaveForeignCallback();

const element = document.getElementById("root")!;
const root = createRoot(element);

function render(children: ReactNode) {
  // At once, because AuthKit starts in an effect.
  flushSync(() => root.render(<StrictMode>{children}</StrictMode>));
}

if (!keepsData()) {
  render(
    <StorageRefused
      actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
    />,
  );
} else {
  if (mayBeSignedIn()) {
    holdBack(element);
    startEarly();
  }
  render(
    <AuthProvider>
      <App />
    </AuthProvider>,
  );
}

// A browser keeps a page that is left, for Back. The person may have signed out by then,
// so nothing of a person is kept, and the page starts anew.
addEventListener("pagehide", (event) => event.persisted && root.unmount());
addEventListener("pageshow", (event) => event.persisted && window.location.reload());
