import type { Page } from "@playwright/test";
import { App } from "../../../e2e/pages/app.ts";
import { localWorkosSignIn } from "../../../e2e/pages/hosted-sign-in.ts";
import { project } from "../../../e2e/stack/project.ts";

/** An app of the login tests' stack in a page. */
export function openedBy(page: Page, appName: string): App {
  const app = project.apps.find(({ name }) => name === appName);
  if (!app) throw new Error(`There is no app ${appName}.`);
  return new App(page, app.origin, localWorkosSignIn);
}
