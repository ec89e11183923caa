import { readAppUrls } from "@repo/convex-backend/urls";
import type { DevApp } from "./run.ts";
import { folders } from "./workspace.ts";

/** Both apps, where convex.json has them in development. */
export function devApps(): DevApp[] {
  const { next, vite } = readAppUrls();
  return [
    { tag: "next", name: "The Next.js app", cwd: folders.nextApp, url: next },
    { tag: "vite", name: "The Vite app", cwd: folders.viteApp, url: vite },
  ];
}
