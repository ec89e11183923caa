import { z } from "zod";
import { failed, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** That the backend's rows of people are what WorkOS has. */
export const usersTableChecks: Check[] = [
  {
    id: "users",
    title: "The users table is in step with WorkOS",
    needs: ["functions", "key-pair"],
    run: checkUsers,
  },
];

const comparison = z.object({
  missing: z.number(),
  outdated: z.number(),
  gone: z.number(),
  isOfEverybody: z.boolean(),
});

async function checkUsers(facts: Facts): Promise<Outcome> {
  const { deployment } = await facts.target();
  const report = comparison.parse(await deployment.run("reconcile:compare"));
  const { missing, outdated, gone, isOfEverybody } = report;
  if (missing + outdated + gone === 0) return ok;
  return failed(
    `Of ${isOfEverybody ? "all" : "the first 2,500"} people, ${missing} have no row, ${outdated} an outdated one, and ${gone} have a row and are not in WorkOS.`,
    `${await facts.convexCommand("run reconcile:run")}. If it happens again, look at the deliveries of the webhook endpoint in https://dashboard.workos.com.`,
  );
}
