import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";

vi.stubEnv("NEXT_PUBLIC_WORKOS_REDIRECT_URI", "https://app.example/callback");
const { asBrowserSent, isFromThisApp } = await import("../../../apps/next/app/request");

test.each([
  ["http://localhost:3000/lists?from=mail&n=1", "https://app.example/lists?from=mail&n=1"],
  ["http://10.0.0.7//evil.example/x", "https://app.example//evil.example/x"],
])("%s is %s to the browser", (url, browsers) => {
  const request = asBrowserSent(new NextRequest(url, { headers: { cookie: "a=1" } }));
  expect(request.url).toBe(browsers);
  expect(request.cookies.get("a")?.value).toBe("1");
});

test.each([
  ["https://app.example", true],
  ["http://app.example", false],
  ["https://app.example.evil.example", false],
  ["null", false],
  [undefined, false],
])("a POST from %s is this app's: %s", (origin, isOurs) => {
  const headers: Record<string, string> = origin ? { origin } : {};
  const request = new NextRequest("http://localhost:3000/sign-out", { method: "POST", headers });
  expect(isFromThisApp(request)).toBe(isOurs);
});
