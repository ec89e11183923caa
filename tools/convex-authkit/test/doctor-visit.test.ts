import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { visit } from "../src/doctor/visit.ts";

/** As the dev server of Vite serves an app: each module by itself, with the variables that it reads. */
const files: Record<string, string> = {
  "/": '<script type="module" src="/src/main.tsx?t=1"></script><script src="https://elsewhere.example/x.js"></script>',
  "/src/main.tsx?t=1": 'import { env } from "/src/env.ts";',
  "/src/env.ts":
    'import "/src/main.tsx"; import.meta.env = {"VITE_CONVEX_URL": "https://a.convex.cloud"};',
};

test("the text of a page has the modules that its scripts import, and nothing from elsewhere", async () => {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end(files[url]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const page = await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(page?.text).toContain("https://a.convex.cloud");
    expect(asked).toEqual(Object.keys(files));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
