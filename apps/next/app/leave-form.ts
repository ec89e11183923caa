/**
 * Goes on from a form. Browsers hold a form's redirects against the page's `form-action`, and those of
 * WorkOS lead to the hosted pages and to identity providers: so this is a page, and no redirect.
 */
export function leaveForm(url: URL | string) {
  return new Response(`<link rel="icon" href="data:,">`, {
    headers: { "content-type": "text/html", refresh: `0; url=${url}` },
  });
}
