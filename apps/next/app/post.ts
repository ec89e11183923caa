/** Leaves the page by a POST, as a form does: no link can, and browsers name the page's origin with it. */
export function post(action: string) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  document.body.append(form);
  form.submit();
}
