import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
import { getTransformedRoutes, type GetRoutesProps } from "@vercel/routing-utils";
import { join } from "node:path";
import { parse } from "smol-toml";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { headers as all } from "../../../apps/vite/headers.ts";
import { read, readJson, root, scripts } from "../src/root.ts";

const isAPage = ["/", "/callback", "/lists", "/sign-in", "/no/such/page"];
const asset = "/assets/index-C3PO.js";
const kept = "public, max-age=31536000, immutable";

describe("Vercel", () => {
  const { routes, error } = getTransformedRoutes(readJson<GetRoutesProps>("apps/vite/vercel.json"));
  const matching = (path: string) =>
    (routes ?? []).flatMap((route) =>
      "handle" in route || !new RegExp(route.src ?? "").test(path) ? [] : [route],
    );

  test("takes the routes", () => {
    expect(error).toBeNull();
  });

  test.each(isAPage)("answers %s with index.html, which is not kept", (path) => {
    expect(matching(path).map(({ dest }) => dest)).toContain("/index.html");
    const headers = Object.assign({}, ...matching(path).map((route) => route.headers)) as object;
    expect(headers).toEqual(all);
  });

  test("has assets kept, and answers 404 for one that is gone", () => {
    expect(matching(asset).map(({ dest }) => dest)).not.toContain("/index.html");
    expect(matching(asset)).toContainEqual(
      expect.objectContaining({ headers: { "Cache-Control": kept } }),
    );
  });
});

describe("Netlify", () => {
  const path = "apps/vite/netlify.toml";
  const netlifyConfigPath = join(root, path);

  test("answers pages with index.html, and 404 for an asset that is gone", async () => {
    const { redirects, errors } = await parseAllRedirects({
      redirectsFiles: [],
      netlifyConfigPath,
      configRedirects: [],
      minimal: true,
    });
    expect(errors).toEqual([]);
    expect(redirects).toEqual([
      expect.objectContaining({ from: "/assets/*", status: 404 }),
      expect.objectContaining({ from: "/*", to: "/index.html", status: 200 }),
    ]);
  });

  test("has assets kept, and nothing else", async () => {
    const { headers, errors } = await parseAllHeaders({
      headersFiles: [join(root, "apps/vite/public/_headers")],
      netlifyConfigPath,
      configHeaders: [],
      minimal: true,
    });
    expect(errors).toEqual([]);
    expect(headers).toEqual([
      { for: "/*", values: all },
      { for: "/assets/*", values: { "Cache-Control": kept } },
    ]);
  });

  test("builds by a script that there is, and publishes what Vite builds", () => {
    const { build } = parse(read(path)) as { build: { command: string; publish: string } };
    expect(Object.keys(scripts)).toContain(/ run (\S+)/.exec(build.command)?.[1]);
    expect(join(root, build.publish)).toBe(join(root, "apps/vite/dist"));
  });
});

test("nginx sends them whatever the status, and logs no query", () => {
  const config = read("apps/vite/nginx.conf");
  const added = [...config.matchAll(/^ *add_header (\S+) "([^"]*)" always;$/gm)];
  expect(Object.fromEntries(added.map(([, name = "", value]) => [name, value]))).toEqual(all);
  // A location with one of its own would have none of the server's.
  expect(config).not.toMatch(/^ *location [^}]*add_header/m);
  const [, format = ""] = /log_format (\w+) /.exec(config) ?? [];
  expect(config.match(/access_log .*/g)).toEqual([
    `access_log /var/log/nginx/access.log ${format};`,
  ]);
  expect(config).not.toMatch(
    /log_format[^;]*\$(request|request_uri|args|query_string|http_referer)\b/,
  );
});

// Its schema comes with Wrangler alone, which is 200 MB with all that it installs.
test("Cloudflare serves what Vite builds, and index.html for pages", () => {
  const path = "apps/vite/wrangler.jsonc";
  const parsed = ts.parseConfigFileTextToJson(path, read(path));
  expect(parsed.error).toBeUndefined();
  expect(parsed.config).toMatchObject({
    assets: { directory: "dist", not_found_handling: "single-page-application" },
  });
});
