/** Runs once when the server starts, before it answers anybody. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { requireVariables, variablesOf } = await import("@repo/config/env");
    requireVariables(variablesOf("Next.js server"));
  }
}
