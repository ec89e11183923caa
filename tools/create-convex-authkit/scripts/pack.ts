/** Packs the repository that this is in as the template. Part of `npm pack` and `npm publish`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packTemplate } from "../src/template.ts";
import { readRepository } from "./read-repository.ts";

const dist = join(import.meta.dirname, "../dist");
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "template.json.gz"), packTemplate(readRepository()));
