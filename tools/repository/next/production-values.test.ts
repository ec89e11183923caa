import { expect, test } from "vitest";
import { problemInProduction } from "../../../apps/next/production-values";

const deployed = "https://app.example/callback";

test.each([
  [{ WORKOS_API_HOSTNAME: "localhost" }, "WORKOS_API_HOSTNAME is localhost"],
  [{ WORKOS_API_HOSTNAME: "127.0.0.1" }, "WORKOS_API_HOSTNAME is 127.0.0.1"],
  [{ WORKOS_API_HTTPS: "false" }, "WORKOS_API_HTTPS is false"],
  [{ WORKOS_API_HOSTNAME: "workos.example", WORKOS_API_HTTPS: "false" }, "WORKOS_API_HTTPS"],
])("an app of https is refused %j", (values, start) => {
  expect(problemInProduction(deployed, values)).toMatch(new RegExp(`^${start}`));
});

test.each([
  [deployed, {}],
  [deployed, { WORKOS_API_HOSTNAME: "auth.app.example", WORKOS_API_HTTPS: "true" }],
  [
    "http://localhost:3000/callback",
    { WORKOS_API_HOSTNAME: "localhost", WORKOS_API_HTTPS: "false" },
  ],
  [
    "https://localhost:3000/callback",
    { WORKOS_API_HOSTNAME: "localhost", WORKOS_API_HTTPS: "false" },
  ],
])("%s starts with %j", (redirectUri, values) => {
  expect(problemInProduction(redirectUri, values)).toBeUndefined();
});
