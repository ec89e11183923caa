export {
  addressesOf,
  adminOrganizationId,
  buildVariables,
  withPorts,
  devPorts,
  type Addresses,
  type ServicePorts,
} from "./addresses.ts";
export { runConvexCli } from "./convex-project.ts";
export { startStack, type Stack, type StackOptions } from "./stack.ts";
