export {
  addressesOf,
  adminOrganizationId,
  buildVariables,
  devPorts,
  type Addresses,
  type ServicePorts,
} from "./addresses.ts";
export { Child } from "./child.ts";
export { runConvexCli } from "./convex-project.ts";
export { requireFreePort } from "./ports.ts";
export { startStack, type Stack, type StackOptions } from "./stack.ts";
export { folders, turboCli } from "./workspace.ts";
