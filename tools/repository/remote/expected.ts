/** Which tests run against deployed apps, and which do not, by the names that their reports have. */

import { appNames } from "@repo/config/apps";

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
    "an outage of WorkOS costs nothing, and the end of a session is said",
    "a page that loads while WorkOS is down keeps the session, and goes on by itself",
    "a new person signs up, and the backend knows them when they arrive",
    "a sign-up that the backend denies says why, and makes no user",
    "without sign-out redirects in WorkOS, a person ends on the home page, signed out",
    // begin: users table
    "a new person signs up, and has their row before WorkOS has told of them",
    "an admin blocks a person: they are out at once, and in again when it is lifted",
    // end: users table
  ],
};

/** By the project that they are of. */
const inOneProject = [
  // begin: next
  {
    passed: [],
    skipped: [
      "next: a callback with another state than the browser's is refused",
      "next: a server without its secrets does not start, and names each with a sentence",
    ],
  },
  // end: next
  // begin: vite
  {
    passed: [],
    skipped: ["vite: a callback in a tab that did not start the sign-in is refused"],
  },
  // end: vite
  // begin: both apps
  {
    passed: ["across: a to-do typed in one app appears in the other"],
    skipped: [
      "across: a profile that changes in WorkOS changes in both apps",
      // begin: users table
      "across: a person who is deleted in WorkOS loses their row and lists in both apps",
      // end: users table
    ],
  },
  // end: both apps
];

/** Titles with their project, sorted: "next: without a code". */
export const expected = {
  passed: withProjects("passed"),
  skipped: withProjects("skipped"),
};

function withProjects(outcome: "passed" | "skipped"): string[] {
  const titles = inEachApp[outcome].flatMap((title) => appNames.map((app) => `${app}: ${title}`));
  return [...titles, ...inOneProject.flatMap((project) => project[outcome])].sort();
}
