import { expect, test } from "../../fixtures.ts";

test("no link, image or other site signs anybody out", async ({ app, page, person }) => {
  await app.signIn(person);
  const url = `${app.origin}/sign-out`;
  expect((await page.request.get(url)).status()).toBe(405);
  for (const origin of ["https://elsewhere.example", ""]) {
    const response = await page.request.post(url, { headers: { origin }, maxRedirects: 0 });
    expect(response.status()).toBe(403);
  }
  await page.reload();
  await app.expectConvexAuthenticated();
});
