import { z } from "zod";
import type { Config } from "../config.ts";
import type { Project } from "../project/project.ts";
import { failed, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** That the backend's rows of people are what WorkOS has, where the backend can tell. */
export function userChecks({ config: { reconcile } }: Project): Check[] {
  if (!reconcile) return [];
  return [
    {
      id: "users",
      title: "The backend's users are those of WorkOS",
      needs: ["functions", "key-pair"],
      run: (facts) => checkUsers(facts, reconcile),
    },
  ];
}

const comparison = z.object({
  missing: z.number(),
  outdated: z.number(),
  gone: z.number(),
  isOfEverybody: z.boolean(),
});

async function checkUsers(
  facts: Facts,
  { compare, run }: NonNullable<Config["reconcile"]>,
): Promise<Outcome> {
  const { deployment } = await facts.target();
  const report = comparison.parse(await deployment.run(compare));
  const { missing, outdated, gone, isOfEverybody } = report;
  if (missing + outdated + gone === 0) return ok;
  return failed(
    `Of ${isOfEverybody ? "all" : "the first 2,500"} people, ${missing} have no row, ${outdated} an outdated one, and ${gone} have a row and are not in WorkOS.`,
    `Run ${await facts.convexCommand(`run ${run}`)}. If it happens again, look at the deliveries of the webhook endpoint in https://dashboard.workos.com.`,
  );
}
