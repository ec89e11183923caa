import { expect, test } from "../../fixtures.ts";

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
  await page.route("http://elsewhere.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${app.origin}/"></iframe>` }),
  );
  const refusal = page.waitForEvent(
    "requestfailed",
    (request) => request.url() === `${app.origin}/`,
  );
  await page.goto("http://elsewhere.example/");
  await refusal;
  await expect(page.frameLocator("iframe").getByRole("banner")).toHaveCount(0);
});
