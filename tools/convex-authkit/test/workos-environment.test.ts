import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WorkosEnvironment } from "../src/workos-environment.ts";

/** Sets the home page of a WorkOS that answers so, with an empty body. */
async function setHomePage(status: number): Promise<boolean> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workos = new WorkosEnvironment({ clientId: "client_1", apiKey: "sk_test_1", apiUrl });
  try {
    return await workos.setHomePage("http://localhost:3000");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each([
  [200, true],
  [204, true],
  [422, false],
])("a home page that is answered with an empty %i: accepted is %s", async (status, isAccepted) => {
  expect(await setHomePage(status)).toBe(isAccepted);
});

test("a home page that is answered with 500 is an error", async () => {
  await expect(setHomePage(500)).rejects.toThrow("WorkOS answered 500 to PUT");
});
