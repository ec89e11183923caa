import { expect, test } from "vitest";
import { localPath } from "../../../packages/authkit-convex/src/local-path.ts";

test.each([
  ["/lists", "/lists"],
  ["/lists?open=1#todo", "/lists?open=1#todo"],
  ["/lists/../lists", "/lists"],
])("%s stays in the app", (path, kept) => {
  expect(localPath(path, "/fallback")).toBe(kept);
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "lists",
  "",
  null,
  undefined,
  { pathname: "/lists" },
])("%j does not", (path) => {
  expect(localPath(path, "/fallback")).toBe("/fallback");
});
