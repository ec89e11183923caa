/** A document for React to render into; imported before React, which looks for it at once. */
import { Window } from "happy-dom";

const window = new Window();
Object.assign(globalThis, { window, document: window.document });

/** An element that is nowhere in a page. */
export function newElement(): Element {
  return window.document.createElement("div");
}
