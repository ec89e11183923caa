import { expect, test } from "vitest";
import { findMissing, type Lockfile } from "../src/lockfile/missing.ts";

function lockfile(more: Lockfile["packages"]): Lockfile {
  return {
    packages: {
      "node_modules/css": { version: "2.0.0", optionalDependencies: { "css-mac": "2.0.0" } },
      "node_modules/css-mac": { version: "2.0.0" },
      ...more,
    },
  };
}

test("a lock file that has every optional dependency is complete", () => {
  expect(findMissing(lockfile({}))).toEqual([]);
});

test("one that is locked beside its package is found, and one that is locked above it", () => {
  const nested = lockfile({
    "apps/web/node_modules/css": {
      version: "1.0.0",
      optionalDependencies: { "css-mac": "1.0.0", "@css/any": "^3.1.0" },
    },
    "apps/web/node_modules/css-mac": { version: "1.0.0" },
    "node_modules/@css/any": { version: "3.2.0" },
  });
  expect(findMissing(nested)).toEqual([]);
});

test("one that is missing is named, with what needs it and what to do", () => {
  const [sentence, ...more] = findMissing(
    lockfile({
      "node_modules/vite/node_modules/css": {
        version: "1.0.0",
        // There is one above, of another version.
        optionalDependencies: { "css-mac": "1.0.0" },
      },
    }),
  );
  expect(more).toEqual([]);
  expect(sentence).toMatch(
    /^package-lock\.json lacks css-mac 1\.0\.0, which css 1\.0\.0 needs on some platforms \(node_modules\/vite\/node_modules\/css\): delete .* run npm install/,
  );
});
