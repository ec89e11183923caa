/** `npm run dev`: everything on this machine, until Ctrl-C. */
import { convexJson, readAppUrls } from "@repo/convex-backend/urls";
import { join } from "node:path";
import { devPorts } from "./addresses.ts";
import { runUntilStopped } from "./run.ts";
import { folders } from "@repo/commands/workspace";

const { next, vite } = readAppUrls(convexJson);

await runUntilStopped({
  convexJson,
  ports: devPorts,
  stateDirectory: join(folders.root, ".local/dev"),
  functions: join(folders.backend, "convex"),
  apps: [
    { tag: "next", name: "The Next.js app", cwd: folders.nextApp, url: next },
    { tag: "vite", name: "The Vite app", cwd: folders.viteApp, url: vite },
  ],
  people: [
    { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
    { email: "grace@example.com", firstName: "Grace", lastName: "Hopper" },
  ],
  admins: ["ada@example.com"],
});
