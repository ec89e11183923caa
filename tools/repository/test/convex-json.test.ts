import { describe, expect, test } from "vitest";
import convexJson from "../../../packages/convex-backend/convex.json";

/** An address of convex.json: on a machine as it is, elsewhere with a variable for its origin. */
const ADDRESS = /^(https?:\/\/localhost:\d+|\$\{buildEnv\.[A-Z_]+\})(\/.*)?$/;

const { dev, preview, prod } = convexJson.authKit;

function partsOf(address: string) {
  const [, origin, path = ""] = ADDRESS.exec(address) ?? [];
  return { origin, path };
}

describe.each(Object.entries({ dev, preview, prod }))("authKit.%s", (_name, { configure }) => {
  const { redirectUris, appHomepageUrl, corsOrigins } = configure;
  const apps = redirectUris.map((uri) => partsOf(uri).origin);

  test("each app finishes a sign-in at /callback, at an address of its own", () => {
    expect(redirectUris).not.toEqual([]);
    for (const uri of redirectUris) {
      expect(partsOf(uri), uri).toEqual({
        origin: expect.any(String) as string,
        path: "/callback",
      });
    }
    expect(new Set(apps).size).toBe(apps.length);
  });

  test("who asks WorkOS from a browser, and what is the home page, are apps", () => {
    expect(new Set(corsOrigins).size).toBe(corsOrigins.length);
    for (const address of [...corsOrigins, appHomepageUrl]) {
      // An origin and no more: with a path it allows nobody.
      expect(partsOf(address), address).toEqual({ origin: address, path: "" });
      expect(apps).toContain(address);
    }
  });

  test("the same apps are in the same places as in development", () => {
    const placesOf = ({ configure: of }: typeof dev) => {
      const origins = of.redirectUris.map((uri) => partsOf(uri).origin);
      return {
        apps: origins.length,
        homepage: origins.indexOf(of.appHomepageUrl),
        fromBrowsers: of.corsOrigins.map((origin) => origins.indexOf(origin)),
      };
    };
    expect(placesOf({ ...dev, configure })).toEqual(placesOf(dev));
  });
});

test("a preview and production take their addresses from the build alone, and the same ones", () => {
  const addresses = Object.values(prod.configure).flat();
  for (const address of addresses) expect(address).toMatch(/^\$\{buildEnv\.[A-Z_]+\}/);
  expect(preview.configure).toEqual(prod.configure);
});

test("only production is a production environment of WorkOS", () => {
  expect(prod.environmentType).toBe("production");
  expect([dev, preview].map((of) => "environmentType" in of)).toEqual([false, false]);
});
