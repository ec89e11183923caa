/** `npm run dev` without the local services: the apps on the deployment that is set up, until Ctrl-C. */
import { devApps } from "./apps.ts";
import { useOwnPlatform } from "./own-platform.ts";
import { runUntilStopped } from "./run.ts";

await runUntilStopped({ apps: devApps(), startPlatform: useOwnPlatform });
