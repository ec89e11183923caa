import { createHash } from "node:crypto";
import { join } from "node:path";
import type { App } from "../../../e2e/pages/app.ts";
import { project } from "../../../e2e/stack/project.ts";

/** What the pictures of the README show, by app, in a few characters: written with them. */
export const looksFile = join(import.meta.dirname, "../login/readme-pictures.json");

/** How a picture is taken: the first app's in the light, the others' in the dark. */
export function pictureSettings(appName: string) {
  const isFirst = project.apps[0]?.name === appName;
  return {
    viewport: { width: 1280, height: 800 },
    colorScheme: isFirst ? ("light" as const) : ("dark" as const),
  };
}

/** Gives a new person the lists that the pictures show. */
export async function makeLists(app: App) {
  await app.removeList("My first list");
  for (const [list, todos] of [
    ["Groceries", ["Oat milk", "Sourdough bread", "Tomatoes", "Coffee beans"]],
    ["Launch", ["Plan the launch", "Book the venue", "Write the invitation", "Order the cake"]],
  ] as const) {
    await app.addList(list);
    for (const text of todos) await app.addTodo(list, text);
  }
  for (const text of ["Tomatoes", "Plan the launch", "Book the venue"]) {
    await app.page.getByRole("checkbox", { name: text }).check();
  }
}

/**
 * A digest of what is in the window: its words and the styles that they have, and not their pixels,
 * which are others on another machine.
 */
export async function looksOf({ page }: App, email: string): Promise<string> {
  await page.mouse.move(0, 0);
  await page.getByText("3 open").waitFor();
  const looks = await page.evaluate(readLooks);
  return createHash("sha256").update(looks.replaceAll(email, "")).digest("hex").slice(0, 16);
}

async function readLooks() {
  await Promise.all(document.getAnimations().map(({ finished }) => finished));
  const properties =
    "color background-color border-color border-radius box-shadow display font-family font-size font-weight gap opacity padding text-decoration-line".split(
      " ",
    );
  return [...document.querySelectorAll("body, body *:not(script, dialog)")]
    .filter((element) => element.getBoundingClientRect().top < innerHeight)
    .map((element) => {
      const style = getComputedStyle(element);
      const text = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = text.map(({ textContent }) => textContent).join("");
      const { placeholder = "" } = element as HTMLInputElement;
      return [
        element.tagName,
        words,
        placeholder,
        ...properties.map((name) => style.getPropertyValue(name)),
      ];
    })
    .join("\n");
}
