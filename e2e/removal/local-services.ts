/** First half of `npm run test:removal`: the project without its local services. */
import { servicesPage } from "./page.ts";
import { tryRemoval } from "./removal.ts";

await tryRemoval({
  what: "the local services",
  page: servicesPage,
  leftovers: () => ({
    names: /\b(local-convex|local-workos|local-stack|e2e)\b/,
    marker: "local services",
    // It is how the services go, and goes on to say what to do without them.
    mayNameThem: [servicesPage],
  }),
});
