import type { BrowserContext, Page } from "@playwright/test";
import { findViolations } from "./accessibility.ts";
import { watchPolicy } from "./csp.ts";
import { watchErrors } from "./errors.ts";
import { findOverflow } from "./overflow.ts";
import { findToken, watchTokens } from "./tokens.ts";

type Problems = Promise<string[]> | string[];
type IsOurs = (url: string) => boolean;

/** What every page is held to, whatever a test is about. */
export type Checks = {
  /** These watch whatever a browser context loads. */
  watches: ((context: BrowserContext, isOurs: IsOurs) => () => Problems)[];
  /** These look at a page as a test leaves it. */
  looks: ((page: Page) => Problems)[];
};

export const allChecks: Checks = {
  watches: [watchTokens, watchPolicy, watchErrors],
  looks: [findToken, findOverflow, findViolations],
};

/**
 * Watches a browser context from now on.
 *
 * @param isOurs whether a page, by its URL, is an app's
 * @returns what finds the problems that there were, and those of the pages that are open
 */
export function check({ watches, looks }: Checks, context: BrowserContext, isOurs: IsOurs) {
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
