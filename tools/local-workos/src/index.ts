export { createControlClient, type ControlClient } from "./control/client.ts";
export { startLocalWorkos, type LocalWorkos } from "./local-workos.ts";
export type { LocalWorkosOptions, SeedPerson } from "./options.ts";
