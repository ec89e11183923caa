import { expect, test } from "../fixtures.ts";
import { project } from "../../../../e2e/stack/project.ts";

test("the policy comes before all that it is about", async ({ app, page }) => {
  const convex = project.buildVariables.VITE_CONVEX_URL ?? "";
  const response = await page.goto(`${app.origin}/`);
  expect(response?.headers()["content-security-policy"]).toBe("frame-ancestors 'none'");
  const policy = page.locator('head > :first-child[http-equiv="Content-Security-Policy"]');
  expect((await policy.getAttribute("content"))?.split("; ")).toEqual([
    "default-src 'none'",
    // The script in index.html.
    expect.stringMatching(/^script-src 'self' 'sha256-[\w+/]+='$/),
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${convex} ${convex.replace("http", "ws")} ${project.workosUrl}`,
    "form-action 'none'",
    "base-uri 'none'",
  ]);
});
