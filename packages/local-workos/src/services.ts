import type { Failures } from "./control/failures.ts";
import type { Settings } from "./control/settings.ts";
import type { AccessTokens } from "./identity/access-tokens.ts";
import type { AuthorizationCodes } from "./identity/authorization-codes.ts";
import type { User } from "./identity/objects.ts";
import type { Sessions } from "./identity/sessions.ts";
import type { Users } from "./identity/users.ts";
import type { LocalWorkosOptions } from "./options.ts";
import type { Actions } from "./outgoing/actions.ts";
import type { Webhooks } from "./outgoing/webhooks.ts";
import type { Store } from "./state/store.ts";

/** What the routes work with. */
export type Services = {
  options: LocalWorkosOptions;
  log: (line: string) => void;
  store: Store;
  users: Users;
  sessions: Sessions;
  codes: AuthorizationCodes;
  accessTokens: AccessTokens;
  webhooks: Webhooks;
  actions: Actions;
  settings: Settings;
  failures: Failures;
  /** The seeded people who (still) exist. */
  people: () => User[];
};
