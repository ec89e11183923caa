/** Second half of `npm run test:removal`: the project without its users table. */
import { tryRemoval } from "./removal.ts";

/** Of tables, of what kept them, and of what was shown of them. */
const names = [
  /(Id|Doc)<"users">|v\.id\("users"\)|query\("users"\)|tableName: "users"/,
  /deletedUsers|reconcil|tombstone|ensureUser|usersTables|userDoc|users[- ]table/,
  /stubWorkOS|My first list/,
];

await tryRemoval({
  what: "the users table",
  page: "docs/users-table.md",
  leftovers: (gone) => ({
    names: new RegExp([...names.map(({ source }) => source), functionsOf(gone)].join("|"), "i"),
    marker: "users table",
    mayNameThem: [],
  }),
});

/** How apps, tests and the CLI name a function of a module that is gone: api.people, "people:list". */
function functionsOf(gone: string[]): string {
  const modules = gone
    .map((file) => /^packages\/convex-backend\/convex\/(\w+)\.ts$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
  if (modules.length === 0) throw new Error("The commands deleted no module of functions.");
  return `\\b(api|internal)\\.(${modules.join("|")})\\b|["'](${modules.join("|")}):\\w`;
}
