import type { Reporter, Suite, TestCase } from "@playwright/test/reporter";
import { project } from "../stack/project.ts";
import { deployed } from "./index.ts";

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
    for (const { name, urlVariable } of project.apps) {
      if (deployed?.origins[name]) continue;
      console.log(`\nThe app ${name} was not tested, because ${urlVariable} is not set.`);
    }
  }

  printsToStdio() {
    return false;
  }
}

function reasonOf({ annotations }: TestCase): string {
  return annotations.find(({ type }) => type === "skip")?.description ?? "they say so";
}
