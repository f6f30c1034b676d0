import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../setup/run.mjs";
import { countFileVariable } from "./count.mjs";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-reporters-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Runs a test runner over the fixtures, some of which fail on purpose.
 * @param {string} program
 * @param {string[]} parameters
 */
async function countOf(program, parameters) {
  const file = join(folder, "count.json");
  const env = { [countFileVariable]: file, DROPOUT_LAB_TEST_OUTPUT: join(folder, "output") };
  const { output } = await run(process.execPath, [resolve("node_modules", program), ...parameters], {
    cwd: resolve("scripts/test/fixtures"),
    env,
  });
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Error(`${program} counted nothing: ${output}`);
  }
}

test("Vitest's tests are counted, with reasons, and so is what fails outside of a test", async () => {
  const count = await countOf("vitest/vitest.mjs", [
    "run",
    `--reporter=${resolve("scripts/test/vitest-reporter.mjs")}`,
  ]);
  expect(count).toEqual({
    passed: 1,
    // A test, a group's preparation, a file.
    failed: 3,
    skipped: expect.arrayContaining([
      { name: "is skipped", reason: "there is no moon" },
      { name: "is to be written", reason: "no reason given" },
      { name: "a group whose preparation fails > is never run", reason: "no reason given" },
    ]),
  });
});

const playwright = ["test", `--reporter=${resolve("scripts/test/playwright-reporter.mjs")}`];

test("Playwright's tests are counted, with reasons", async () => {
  expect(await countOf("@playwright/test/cli.js", playwright)).toEqual({
    passed: 1,
    failed: 1,
    skipped: [{ name: "is skipped", reason: "there is no moon" }],
  });
});

test("Playwright's tests that are only listed count as skipped", async () => {
  const { passed, failed, skipped } = await countOf("@playwright/test/cli.js", [...playwright, "--list"]);
  expect({ passed, failed }).toEqual({ passed: 0, failed: 0 });
  expect(skipped).toHaveLength(3);
});
