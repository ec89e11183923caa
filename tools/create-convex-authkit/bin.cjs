#!/usr/bin/env node
// Any Node from 12 on parses this file, and what it loads only one that is new enough.
"use strict";

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the one way to read JSON in all of them
var manifest = require("./package.json");

var help = [
  "Usage: npm create convex-authkit@latest [folder] -- [flags]",
  "       pnpm create convex-authkit [folder] [flags], yarn and bun likewise",
  "",
  "Makes a project: WorkOS AuthKit sign-in for Next.js and Vite on one Convex backend.",
  "",
  "  --name <name>             the project's name; that of its folder when left out",
  "  --apps <apps>             the apps that it has: next,vite",
  "  --package-manager <one>   npm, pnpm, yarn or bun; the one that runs this when left out",
  "  --install, --no-install   whether to install what it depends on",
  "  --git, --no-git           whether to make a repository with a first commit",
  "  --on-conflict <what>      in a folder that is not empty: error, merge (what both have is",
  "                            replaced), overwrite (all but .git goes) or increment (my-app-2)",
  "  --deploy-workflows        GitHub workflows that deploy previews and production, with login",
  "                            tests of what is deployed",
  "  --license <one>           mit; no license when left out",
  "  --yes                     the default for all that no flag answers",
  "  --dry-run                 say what would be done, and write nothing",
  "  --json                    print one object for programs, and ask nothing",
  "  --version, -v             the version of this command",
  "  --help, -h                this",
].join("\n");

function main(args) {
  function has(flag) {
    return args.indexOf(flag) !== -1;
  }
  if (has("--help") || has("-h")) return console.log(help);
  if (has("--version") || has("-v")) return console.log(manifest.version);
  var needed = manifest.engines.node.replace(">=", "");
  if (isOlder(process.versions.node, needed)) {
    console.error("✗ This needs Node " + needed + ", and this is " + process.versions.node + ".");
    process.exitCode = 1;
    return;
  }
  import("./dist/main.js").then(function (module) {
    return module.main(args, manifest.version);
  });
}

function isOlder(version, needed) {
  var has = version.split(".").map(Number);
  var needs = needed.split(".").map(Number);
  return has[0] < needs[0] || (has[0] === needs[0] && has[1] < needs[1]);
}

main(process.argv.slice(2));
