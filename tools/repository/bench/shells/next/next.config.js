import { join } from "node:path";

export default {
  distDir: "dist",
  turbopack: { root: join(import.meta.dirname, "../../../../..") },
};
