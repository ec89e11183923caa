import { LoadingPage } from "@repo/ui/message-page";
import { useEffect, useState, type ComponentType } from "react";

/**
 * A page that is loaded on first use, or with `load` before that. React's own `lazy` shows its
 * fallback even for what is there already, and keeps it for 300 ms.
 */
export function lazyPage(importPage: () => Promise<{ default: ComponentType }>) {
  let Page: ComponentType | undefined;
  let loading: Promise<void> | undefined;
  const load = () => (loading ??= importPage().then((page) => void (Page = page.default)));

  function LazyPage() {
    const [, setState] = useState<"loaded">();
    const [error, setError] = useState<Error>();
    useEffect(() => {
      if (!Page) load().then(() => setState("loaded"), setError);
    }, []);
    if (error) throw error;
    return Page ? <Page /> : <LoadingPage />;
  }
  return Object.assign(LazyPage, { load });
}
