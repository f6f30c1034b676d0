import { emptyCount, passOn } from "./count.mjs";

/** @import { Reporter } from "@playwright/test/reporter" */

/** Counts the end-to-end tests for scripts/test.mjs. */
/** @implements {Reporter} */
export default class CountReporter {
  #count = emptyCount();
  /** @type {import("@playwright/test/reporter").Suite | null} */
  #suite = null;

  /** @type {NonNullable<Reporter["onBegin"]>} */
  onBegin(_config, suite) {
    this.#suite = suite;
  }

  /** An error outside of every test. */
  onError() {
    this.#count.failed++;
  }

  onEnd() {
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === "expected") this.#count.passed++;
      else if (outcome === "skipped") {
        const reason = test.annotations.find(({ type }) => type === "skip" || type === "fixme")?.description;
        this.#count.skipped.push({ name: test.title, reason: reason ?? "no reason given" });
      } else this.#count.failed++;
    }
    passOn(this.#count);
  }

  printsToStdio() {
    return false;
  }
}
