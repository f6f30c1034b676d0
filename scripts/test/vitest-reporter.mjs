import { emptyCount, passOn } from "./count.mjs";

/** @import { Reporter } from "vitest/reporters" */

/** Counts the tests for scripts/test.mjs, with the reasons given to `skip`, which vitest's own reporters leave out. */
/** @implements {Reporter} */
export default class CountReporter {
  /** @type {NonNullable<Reporter["onTestRunEnd"]>} */
  onTestRunEnd(modules, unhandledErrors) {
    const count = emptyCount();
    // An error outside of every test (a file that cannot be loaded, a failed beforeAll) counts as a failure.
    count.failed += unhandledErrors.length;
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") count.passed++;
        else if (result.state === "failed") count.failed++;
        else {
          const note = "note" in result ? result.note : undefined;
          count.skipped.push({ name: test.fullName, reason: note ?? "no reason given" });
        }
      }
    }
    passOn(count);
  }
}
