import { mergeConfig } from "vitest/config";
import backend from "../../../packages/convex-backend/vitest.config.ts";

/** What the backend must withstand: tests that no project made from this one needs a copy of. */
export default mergeConfig(backend, { test: { name: "backend" } });
