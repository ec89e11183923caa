import { expect, test, vi } from "vitest";
import { workosApi } from "../../../packages/convex-backend/convex/model/workos";

test.each([
  ["auth.example.com", "https://auth.example.com"],
  [undefined, "https://api.workos.com"],
  ["", "https://api.workos.com"],
])("with WORKOS_API_HOSTNAME=%s, WorkOS is asked at %s", (hostname, url) => {
  vi.stubEnv("WORKOS_API_KEY", "sk_test");
  vi.stubEnv("WORKOS_API_HOSTNAME", hostname);
  expect(workosApi()).toMatchObject({ baseURL: url, key: "sk_test" });
});
