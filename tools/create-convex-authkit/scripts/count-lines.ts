/** `node scripts/count-lines.ts`: prints how many lines a project has, by its parts and its apps. */
import { markdownTable } from "markdown-table";
import { appNames } from "../src/apps.ts";
import { shapeProject } from "../src/shape-project.ts";
import { buildTemplate } from "./build-template.ts";

const parts: [name: string, paths: RegExp][] = [
  ["apps", /^apps\//],
  ["backend", /^packages\/convex-backend\//],
  ["bridge", /^packages\/authkit-convex\//],
  ["ui", /^packages\/ui\//],
  ["config", /^packages\/config\//],
  ["e2e", /^e2e\//],
  ["docs", /^docs\//],
  ["rest", /^/],
];
const template = await buildTemplate(true);
const choices = [[...appNames], ...appNames.map((app) => [app])];
const counts = choices.map((apps) => {
  const files = shapeProject(template, {
    ...{ name: "my-app", apps, templateVersion: "0", deployWorkflows: false },
    packageManager: { name: "npm", version: "11.0.0" },
  });
  files.delete("package-lock.json");
  return [...files].map(([path, { content, encoding }]) => ({
    part: parts.find(([, paths]) => paths.test(path))![0],
    lines: encoding === "utf8" ? content.split("\n").length - 1 : 0,
  }));
});
const sum = (rows: { lines: number }[]) => String(rows.reduce((all, { lines }) => all + lines, 0));
const rows = [
  ...parts.map(([name]) => [
    name,
    ...counts.map((files) => sum(files.filter(({ part }) => part === name))),
  ]),
  ["all", ...counts.map(sum)],
  ["files", ...counts.map(({ length }) => String(length))],
];
const align = ["l", ...choices.map(() => "r")];
console.log(markdownTable([["", ...choices.map(String)], ...rows], { align }));
