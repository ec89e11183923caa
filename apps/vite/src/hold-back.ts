/** How long a page that only waits stays hidden, in milliseconds. */
const PATIENCE = 150;

/**
 * Hides the page while it only waits. A page that is soon complete then appears in one step, and sooner:
 * the browser does not lay out what nobody gets to see.
 */
export function holdBack(element: HTMLElement) {
  element.hidden = true;
  const observer = new MutationObserver(() => {
    // LoadingPage has this attribute.
    if (element.hasChildNodes() && !element.querySelector("[data-waits]")) show();
  });
  observer.observe(element, { childList: true, subtree: true });
  const timer = setTimeout(show, PATIENCE);

  function show() {
    element.hidden = false;
    observer.disconnect();
    clearTimeout(timer);
  }
}
