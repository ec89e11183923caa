import { readTestProject } from "convex-authkit/testing";

/** Added to the ports of `npm run dev`, so that the suite runs beside it. */
export const PORT_OFFSET = 300;

/** Carries the suite's API key from its setup to its workers. */
export const WORKOS_API_KEY = "E2E_WORKOS_API_KEY";

/** The apps, and where the suite's own stack has them. */
export const project = await readTestProject(PORT_OFFSET);
