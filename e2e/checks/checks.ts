import type { BrowserContext, Page } from "@playwright/test";
import { deployed } from "../deployed/index.ts";
import { findViolations } from "./accessibility.ts";
import { watchPolicy } from "./csp.ts";
import { watchErrors } from "./errors.ts";
import { findOverflow } from "./overflow.ts";
import { findToken, watchTokens } from "./tokens.ts";

type Problems = Promise<string[]> | string[];
type IsOurs = (url: string) => boolean;

/** These watch whatever a browser context loads. */
const watches: ((context: BrowserContext, isOurs: IsOurs) => () => Problems)[] = [
  watchTokens,
  watchPolicy,
];

/** These look at a page as a test leaves it. */
const looks: ((page: Page) => Problems)[] = [findToken];

// To a page that is deployed a host may add something of its own, such as a toolbar.
if (!deployed) {
  watches.push(watchErrors);
  looks.push(findOverflow, findViolations);
}

/**
 * Holds a test to what it does not say: watches a browser context from now on.
 *
 * @param isOurs whether a page, by its URL, is an app's
 * @returns what finds the problems that there were, and those of the pages that are open
 */
export function check(context: BrowserContext, isOurs: IsOurs) {
  const finds = watches.map((watch) => watch(context, isOurs));
  return async () => {
    const problems = [];
    for (const find of finds) problems.push(...(await find()));
    for (const page of context.pages().filter((page) => isOurs(page.url()))) {
      for (const look of looks) problems.push(...(await look(page)));
    }
    return problems;
  };
}
