export { createControlClient, type ControlClient } from "./control/client.ts";
export { startLocalWorkos, type LocalWorkos } from "./local-workos.ts";
export type { LocalWorkosOptions, SeedPerson, SignedEndpoint } from "./options.ts";
export type { Session, User, UserInput, WorkosEvent } from "./identity/objects.ts";
export type { DeliveryReport } from "./routes/control.ts";
