/** Runs once when the server starts, before it answers anybody. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { requireVariables, variablesOf } = await import("@repo/config/env");
    // What is inlined was checked at build, and a host that runs the build need not have it.
    const names = variablesOf("Next.js server").filter((name) => !name.startsWith("NEXT_PUBLIC_"));
    requireVariables(names);
    (await import("./refused-requests")).refuseUnusualRequests();
    (await import("./production-values")).requireProductionValues(process.env);
  }
}
