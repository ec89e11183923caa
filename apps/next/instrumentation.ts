/** Runs once when the server starts, before it answers anybody. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { requireVariables } = await import("@repo/config/env");
    const { serverVariables } = await import("./variables");
    requireVariables(serverVariables);
    (await import("./refused-requests")).refuseUnusualRequests();
    (await import("./production-values")).requireProductionValues(process.env);
  }
}
