import { expect, test, vi } from "vitest";
import nextConfig from "../../../apps/next/next.config";

test.each([
  ["https://app.example/callback", "__Host-wos-session"],
  ["http://localhost:3000/callback", "wos-session"],
])("with the redirect URI %s, the session cookie is %s", (redirectUri, name) => {
  vi.stubEnv("NEXT_PUBLIC_WORKOS_REDIRECT_URI", redirectUri);
  expect(nextConfig("phase-production-server").env).toEqual({ WORKOS_COOKIE_NAME: name });
});
