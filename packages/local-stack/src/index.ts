export {
  addressesOf,
  adminOrganizationId,
  buildVariables,
  devPorts,
  type Addresses,
  type ServicePorts,
} from "./addresses.ts";
export { Child, type ChildOptions } from "./child.ts";
export { makeConvexProject } from "./convex-project.ts";
export { requireFreePort } from "./ports.ts";
export { startStack, type Stack, type StackOptions } from "./stack.ts";
export { convexCli, folders, turboCli } from "./workspace.ts";
