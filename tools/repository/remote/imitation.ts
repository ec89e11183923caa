import type { Page } from "@playwright/test";

type Imitation = {
  /** What AuthKit makes of the password: lets it in, says that it is wrong, or never answers. */
  verdict: (password: string | null) => "in" | "wrong" | "silence";
  asksForBothAtOnce?: boolean;
};

const origin = "https://imitation.authkit.app";

/**
 * An imitation of AuthKit's hosted page, for what the page object does with it. It has what is
 * public: the order of the pages (https://workos.com/docs/authkit/hosted-ui), the default English
 * names of the buttons, the names of the fields. Of how AuthKit's page is made it says nothing.
 */
export async function openImitation(page: Page, { verdict, asksForBothAtOnce }: Imitation) {
  await page.route(`${origin}/**`, async (route) => {
    const fields = new URLSearchParams(route.request().postData() ?? "");
    const html = { body: signInPage(fields.get("email")), contentType: "text/html" };
    if (!fields.has("password")) return await route.fulfill(html);
    const result = verdict(fields.get("password"));
    if (result === "in") return await route.fulfill({ ...html, body: app });
    if (result === "wrong") return await route.fulfill({ status: 400, body: "It is wrong." });
  });
  await page.goto(origin);

  function signInPage(email: string | null): string {
    const isFirst = email === null;
    const asksForPassword = !isFirst || asksForBothAtOnce;
    return `<h1>Sign in</h1><form onsubmit="${submit}">
      <label>Email <input type="${isFirst ? "email" : "hidden"}" name="email" value="${email ?? ""}"></label>
      ${asksForPassword ? '<label>Password <input type="password" name="password"></label>' : ""}
      <button>${isFirst ? "Continue" : "Sign in"}</button>
      <button name="method" value="google">Continue with Google</button>
      <button name="method" value="passkey">Sign in with a passkey</button>
    </form>`;
  }
}

/** Leaves the page and what is typed in it as they are until the answer has come. */
const submit = `
  event.preventDefault();
  const body = new URLSearchParams(new FormData(this, event.submitter));
  fetch(location, { method: 'POST', body }).then(async (answer) => {
    if (answer.ok) document.body.innerHTML = await answer.text();
    else this.append(await answer.text());
  });`;

const app = "<button>Account menu</button>";
