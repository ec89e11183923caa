import type { BrowserContext } from "@playwright/test";

/** What a Content-Security-Policy has kept a page of this browser context from. */
export function watchPolicy(context: BrowserContext) {
  const violations: string[] = [];
  const name = "noteViolation";
  void context.exposeFunction(name, (violation: string) => violations.push(violation));
  void context.addInitScript((name) => {
    addEventListener("securitypolicyviolation", (event) => {
      const { blockedURI, documentURI, effectiveDirective } = event;
      const note = Reflect.get(window, name) as (violation: string) => void;
      note(`${effectiveDirective} of ${documentURI} keeps out ${blockedURI}`);
    });
  }, name);
  return () => violations;
}
