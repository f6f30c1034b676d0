import { sayResult, setUp } from "./setup.mjs";
import { setUpNode24 } from "./setup/node24.mjs";
import { createTeller } from "./setup/tell.mjs";

/** @import { Count } from "./test/count.mjs" */

// npm test: installs what is missing, then runs every check, and prints one count of them all as the last line.
// `--full`: the long tests (kills, floods, fuzz) in full numbers (src/test-size.ts).
if (process.argv.includes("--full")) process.env["DROPOUT_LAB_TESTS"] = "full";
const tell = createTeller(process.stdout);
const result = await setUp({ tell });
await setUpNode24(tell);
sayResult(tell, result);
const { checkTypesAndLint, endToEndTests, packagedTests, unitTests } = await import("./test/parts.mjs");

/** @type {[string, () => Promise<Count>][]} */
const parts = [
  ["Type check and lint", checkTypesAndLint],
  ["Unit and contract tests", unitTests],
  ["End-to-end tests", () => endToEndTests(result.electron)],
  ["Tests of the packaged program", () => packagedTests(result.electron)],
];
let passed = 0;
let failed = 0;
/** @type {Count["skipped"]} */
const skipped = [];
for (const [name, runPart] of parts) {
  tell.step(name);
  const count = await runPart();
  passed += count.passed;
  failed += count.failed;
  skipped.push(...count.skipped);
  tell.detail(`${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`);
}

for (const reason of new Set(skipped.map((test) => test.reason))) {
  console.log(`\nSkipped, because ${reason}:`);
  for (const test of skipped) if (test.reason === reason) console.log(`- ${test.name}`);
}
const strict = process.env["CI"] === "true" && skipped.length > 0;
if (strict) console.log("With CI=true nothing may be skipped.");
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
process.exitCode = failed > 0 || strict ? 1 : 0;
