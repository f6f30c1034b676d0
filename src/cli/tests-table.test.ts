import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse";
import { experimentOf, runOf } from "../analysis/testing";
import { recordOf } from "../experiment/testing";
import { testsTable } from "./tests-table";

const experiment = experimentOf([
  { name: "no dropout", rate: 0 },
  { name: "p = 0.3", rate: 0.3 },
  { name: "again", rate: 0 },
]);
const losses = { "no dropout": [0.5, 0.52, 0.49], "p = 0.3": [0.4, 0.43, 0.39], again: [0.5, 0.52, 0.49] };
const runsOf = (seeds: number) =>
  Object.entries(losses).flatMap(([name, values]) =>
    values.slice(0, seeds).map((loss, seed) => runOf(name, seed, recordOf({ loss, accuracy: 1 - loss }))),
  );

test("every variant against its baseline: difference, interval, effect, both tests; what is not tested is said", () => {
  const [table] = testsTable(analyse(experiment, runsOf(3)));
  // The differences are -0.10, -0.09, -0.10: t = -29, p = 0.0012 in SciPy; of three signs Wilcoxon's p is 1/4 at least.
  expect(table).toMatch(
    /^p = 0\.3 − no dropout +validation loss +−0\.0967 +−0\.1110 to −0\.0823 +−16\.74 +−29\.00 +0\.0012 +0\.25$/m,
  );
  expect(table).toMatch(/^p = 0\.3 − no dropout +accuracy, points +\+9\.7 +\+8\.2 to \+11\.1 /m);
  expect(table).toMatch(/^again − no dropout +validation loss .* all equal +- +-$/m);
});

test("the training loss and the epochs to the baseline's best stand there too; a seed that never gets there makes no mean", () => {
  const run = (name: string, seed: number, losses: number[]) =>
    runOf(name, seed, ...losses.map((loss, index) => recordOf({ loss }, undefined, index + 1)));
  const curves = (last: number[]) =>
    last.flatMap((loss, seed) => [
      run("no dropout", seed, [1, 0.5, 0.6]),
      run("p = 0.3", seed, [1.1, 0.9, loss]),
    ]);
  const [reached] = testsTable(analyse(experiment, curves([0.4, 0.3, 0.45])));
  expect(reached).toMatch(/^p = 0\.3 − no dropout +training loss +−0\.217 /m);
  expect(reached).toMatch(/^p = 0\.3 − no dropout +epochs to its best +\+1\.0 .*all the same/m);
  const [missed] = testsTable(analyse(experiment, curves([0.4, 0.6, 0.7])));
  expect(missed).toMatch(/^p = 0\.3 − no dropout +epochs to its best +not reached: 2 of 3 seeds/m);
  const fewer = curves([0.4, 0.6, 0.7]).filter(({ seed, variant }) => seed < 2 || variant === "no dropout");
  const failed = { ...runOf("p = 0.3", 2), status: "failed" as const };
  const [lacking] = testsTable(
    analyse(experiment, [...fewer, failed, run("p = 0.3", 3, [1]), run("no dropout", 3, [1])]),
  );
  expect(lacking).toMatch(/epochs to its best +not reached: \d of 3 seeds \(1 of 4 missing\)/m);
});

test("a minus is U+2212, as in the sentences", () => {
  const [table] = testsTable(analyse(experiment, runsOf(3)));
  expect(table).toMatch(/−\d/);
  expect(table).not.toMatch(/-\d/);
});

test("no table where nothing can be tested", () => {
  expect(testsTable(analyse(experiment, runsOf(2)))).toEqual([]);
});
