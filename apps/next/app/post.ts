/** Leaves the page by a POST, as a form does: no link can, and browsers name the page's origin with it. */
export function post(action: string, fields: Record<string, string> = {}) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
