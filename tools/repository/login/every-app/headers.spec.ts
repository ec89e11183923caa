import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../fixtures.ts";

test("each page has the security headers", async ({ app, page }) => {
  for (const path of ["/", "/lists", "/callback", "/nowhere"]) {
    const response = await page.request.get(app.origin + path, {
      headers: { accept: "text/html" },
      maxRedirects: 0,
    });
    expect(response.headers(), path).toMatchObject({
      "strict-transport-security": expect.stringMatching(/^max-age=\d{8}$/),
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
  }
});

test("no other site shows the app in a frame", async ({ app, page }) => {
  const html = `<iframe src="${app.origin}/"></iframe>`;
  const site = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end(html),
  );
  await new Promise<void>((resolve) => site.listen(0, "localhost", resolve));
  const refusal = page.waitForEvent(
    "requestfailed",
    (request) => request.url() === `${app.origin}/`,
  );
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  expect((await refusal).failure()?.errorText).toBe("net::ERR_BLOCKED_BY_RESPONSE");
  site.close();
});
