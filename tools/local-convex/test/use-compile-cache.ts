import { inject } from "vitest";

// Here, and not for the process of the tests itself, which would write there after all is removed.
process.env.NODE_COMPILE_CACHE = inject("compileCache");
