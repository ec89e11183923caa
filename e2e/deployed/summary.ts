import type { Reporter, Suite, TestCase } from "@playwright/test/reporter";
import { projects } from "../projects.ts";
import { deployed } from "./index.ts";
import { urlVariables } from "./variables.ts";

/** Says, after a run against deployed apps, what was not run and why. */
export default class Summary implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_: unknown, suite: Suite) {
    this.#tests = suite.allTests();
  }

  onEnd() {
    const skipped = this.#tests.filter((test) => test.outcome() === "skipped");
    console.log(`\n${skipped.length} tests were skipped:`);
    for (const reason of new Set(skipped.map(reasonOf))) {
      const tests = skipped.filter((test) => reasonOf(test) === reason);
      console.log(`\n  ${tests.length} because ${reason}:`);
      for (const test of tests) {
        console.log(`    [${test.parent.project()?.name}] ${test.title}`);
      }
    }
    for (const { name, apps } of projects) {
      const missing = apps.filter((app) => !deployed?.origins[app]);
      if (missing.length === 0) continue;
      const variables = missing.map((app) => urlVariables[app]).join(" and ");
      console.log(`\nThe project ${name} was not run, because ${variables} is not set.`);
    }
  }

  printsToStdio() {
    return false;
  }
}

function reasonOf({ annotations }: TestCase): string {
  return annotations.find(({ type }) => type === "skip")?.description ?? "they say so";
}
