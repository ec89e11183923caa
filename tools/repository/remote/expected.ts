/** Which tests run against deployed apps, and which do not, by the names that their reports have. */
import { project } from "../../../e2e/stack/project.ts";

const inEachApp = {
  passed: [
    "the account page shows where a person has signed in",
    "the admin page is closed to everybody else",
    "without a code",
    "with WorkOS's error in place of a code",
    "with a code that was used already",
    "a person signs in, and stays so after a reload",
    "a protected page asks for a sign-in, and is there after it",
    "signing out closes the protected page, after Back too",
  ],
  skipped: [
    "an admin blocks a domain: sign-ups from it are refused until it is lifted",
    "a build without its variables stops, and names each with a sentence",
    "an outage of WorkOS costs nothing, and the page goes on by itself after it",
    "the end of a session is said, and a way to sign in again is offered",
    "a page that loads while WorkOS is down keeps the session, and goes on by itself",
    "a new person signs up, and the backend knows them when they arrive",
    "a sign-up that the backend denies says why, and makes no user",
    "without sign-out redirects in WorkOS, a person ends on the home page, signed out",
    "a new person signs up, and has their row before WorkOS has told of them",
    "an admin blocks a person: they are out at once, and in again when it is lifted",
  ],
};

/** Titles with their project: "next: without a code". */
const inOneProject = {
  passed: ["across-apps: a to-do typed in one window appears in the other"],
  skipped: [
    "next: a callback with another state than the browser's is refused",
    "next: a server without its secrets does not start, and names each with a sentence",
    "vite: a callback in a tab that did not start the sign-in is refused",
    "across-apps: a profile that changes in WorkOS changes in both windows",
    "across-apps: a person who is deleted in WorkOS loses their row and lists in both windows",
  ],
};

/** Sorted. */
export const expected = {
  passed: withProjects("passed"),
  skipped: withProjects("skipped"),
};

function withProjects(outcome: "passed" | "skipped"): string[] {
  const titles = inEachApp[outcome].flatMap((title) =>
    project.apps.map(({ name }) => `${name}: ${title}`),
  );
  return [...titles, ...inOneProject[outcome]].sort();
}
