import { writeFileSync } from "node:fs";

/**
 * The result of one part of the tests; the test runners' processes pass it on in a file.
 * @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Count
 */

/** Names the file in the environment of a test runner. */
export const countFileVariable = "DROPOUT_LAB_TEST_COUNT";

/** @returns {Count} */
export function emptyCount() {
  return { passed: 0, failed: 0, skipped: [] };
}

/** @param {Count} count */
export function passOn(count) {
  const file = process.env[countFileVariable];
  if (file) writeFileSync(file, JSON.stringify(count));
}
