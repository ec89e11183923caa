import { project } from "../stack/project.ts";
import { readDeployed, type Deployed } from "./variables.ts";

/** What is tested instead of a stack of the suite's own, or undefined. */
export const deployed = readOrExit();

function readOrExit(): Deployed | undefined {
  try {
    return readDeployed(process.env, project.apps);
  } catch (error) {
    console.error(`✗ ${(error as Error).message}`);
    return process.exit(1);
  }
}
