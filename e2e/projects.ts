import { deployed } from "./deployed/index.ts";
import { project } from "./stack/project.ts";

/** The apps that this run is about. */
const apps = project.apps.filter(({ name }) => !deployed || deployed.origins[name]);

/** What a test needs to know of the project that it runs in. */
export type Options = {
  /** The app that the project is about. */
  appName: string;
  /** Of two apps the other one; the same where there is one. */
  otherAppName: string;
};

const inFolders = (...names: string[]) =>
  new RegExp(`[\\\\/](${names.join("|")})[\\\\/][^\\\\/]+\\.spec\\.ts$`);

/** Each app has the tests of every app and its own. */
export const projects = [
  ...apps.map(({ name }) => ({
    name,
    testMatch: inFolders("every-app", name),
    use: { appName: name, otherAppName: name },
  })),
  {
    name: "across-apps",
    testMatch: inFolders("across-apps"),
    use: { appName: apps.at(0)!.name, otherAppName: apps.at(-1)!.name },
  },
];
