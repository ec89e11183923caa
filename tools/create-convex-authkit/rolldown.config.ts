import { defineConfig } from "rolldown";
import { bundledLicenses } from "../convex-authkit/scripts/bundled-licenses.ts";

export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  output: { dir: "dist", format: "esm", minify: true },
  plugins: [bundledLicenses("LICENSES.txt")],
});
