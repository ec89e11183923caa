import { readTestProject } from "convex-authkit/testing";

/** Added to the ports of `npm run dev`, so that the suite runs beside it. */
export const PORT_OFFSET = 300;

/** The apps, and where the suite's own stack has them. */
export const project = await readTestProject(PORT_OFFSET);
