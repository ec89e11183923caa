import { expect, test } from "../fixtures.ts";
import { project } from "../../../../e2e/stack/project.ts";

test("a page's policy lets in what has the nonce of that one answer, and nothing else", async ({
  app,
  page,
}) => {
  const convex = project.buildVariables.NEXT_PUBLIC_CONVEX_URL ?? "";
  const nonces = new Set<string>();
  for (const path of ["/", "/", "/sign-in-error", "/nowhere"]) {
    const response = await page.request.get(app.origin + path, {
      headers: { accept: "text/html" },
    });
    const policy = response.headers()["content-security-policy"] ?? "";
    const [, nonce = "none"] = /'nonce-([^']{20,})'/.exec(policy) ?? [];
    nonces.add(nonce);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${convex} ${convex.replace("http", "ws")}`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    const scripts = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts).not.toEqual([]);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
  }
  expect(nonces.size).toBe(4);
});
