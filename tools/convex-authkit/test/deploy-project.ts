import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryProject } from "./temporary-project.ts";

const build = `import { writeFileSync } from "node:fs";
if (process.env.BREAK_BUILD) process.exit(1);
writeFileSync("build.json", JSON.stringify(process.env));`;

const functions = `import { queryGeneric } from "convex/server";
export const ping = queryGeneric({ args: {}, handler: () => "pong" });`;

const deployed = {
  redirectUris: ["${buildEnv.SITE_URL}/callback", "${buildEnv.SPA_URL}/callback"],
  appHomepageUrl: "${buildEnv.SITE_URL}",
  corsOrigins: ["${buildEnv.SPA_URL}"],
};

function app(sdk: string) {
  return {
    type: "module",
    scripts: { build: "node build.js" },
    dependencies: { [`@workos-inc/${sdk}`]: "*" },
  };
}

/**
 * A project with a server-rendered app "site", whose home page WorkOS knows, and a browser-only app
 * "spa". What is built of them is the environment of their builds.
 */
export class DeployProject extends TemporaryProject {
  constructor(files: Record<string, unknown> = {}) {
    super({
      "package.json": {
        workspaces: ["apps/*", "backend"],
        packageManager: "npm@11.0.0",
        scripts: { setup: "convex-authkit setup" },
      },
      "apps/site/package.json": app("authkit-nextjs"),
      "apps/site/build.js": build,
      "apps/spa/package.json": app("authkit-react"),
      "apps/spa/build.js": build,
      "backend/package.json": { dependencies: { convex: "*" } },
      "backend/convex.json": {
        authKit: {
          dev: {
            configure: {
              redirectUris: ["http://localhost:4001/callback", "http://localhost:4002/callback"],
              appHomepageUrl: "http://localhost:4001",
              corsOrigins: ["http://localhost:4002"],
            },
          },
          preview: { configure: deployed },
          prod: { configure: deployed },
        },
      },
      "backend/convex/functions.ts": functions,
      ...files,
    });
  }

  /** What an app was built with; undefined when it was not built. */
  builtWith(name: "site" | "spa"): Record<string, string> | undefined {
    const path = join(this.root, "apps", name, "build.json");
    if (!existsSync(path)) return undefined;
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  }
}
