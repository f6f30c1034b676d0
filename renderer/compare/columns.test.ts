import { expect, test } from "vitest";
import { cellOf, sortRows, usualColumns } from "./columns";
import { comparedExperiment, rowsOf } from "./testing";

const variants = [
  { name: "no dropout", rate: 0 },
  { name: "p = 0.1", rate: 0.1 },
  { name: "p = 0.2", rate: 0.2 },
];
const shift: Record<string, number> = { "no dropout": 0, "p = 0.1": -0.5, "p = 0.2": 0.5 };
const losses = (variant: string, seed: number) => [
  1 + shift[variant]! + seed / 10,
  2 + shift[variant]! * (1 + seed / 20),
];

test("cells hold the analysis' numbers: mean, difference to the baseline, cost, gap", () => {
  const [baseline, better] = rowsOf([comparedExperiment("e", variants)], losses);
  expect(cellOf(baseline!, "difference", "correct")).toEqual({ kind: "baseline" });
  expect(cellOf(baseline!, "p", "correct")).toEqual({ kind: "none" });
  expect(cellOf(better!, "loss", "correct")).toMatchObject({ kind: "estimate" });
  const difference = cellOf(better!, "difference", "correct");
  expect(difference.kind).toBe("change");
  expect("value" in difference && difference.value).toBeCloseTo(-0.55, 12);
  expect(cellOf(better!, "p", "correct")).toMatchObject({ kind: "p" });
  const gap = cellOf(better!, "gap", "correct");
  expect("value" in gap && gap.value).toBeCloseTo(0.3, 12);
  const cost = cellOf(better!, "cost", "correct");
  expect(cost).toMatchObject({ measure: "accuracy" });
  expect("value" in cost && cost.value).toBeCloseTo(-0.1, 12);
});

test("training loss and slower convergence have columns, hidden at first; seeds that never get there are counted", () => {
  const curves: Record<string, number[]> = {
    "no dropout": [1, 0.5, 0.6, 0.7],
    "p = 0.1": [1, 0.9, 0.8, 0.4],
  };
  const never = (seed: number) => [1, 0.9, 0.8, seed === 1 ? 0.3 : 0.7];
  const rows = rowsOf([comparedExperiment("e", variants)], (variant, seed) => curves[variant] ?? never(seed));
  expect(cellOf(rows[0]!, "convergence", "correct")).toEqual({ kind: "baseline" });
  expect(cellOf(rows[1]!, "convergence", "correct")).toMatchObject({ kind: "epochsMore", value: 2 });
  expect(cellOf(rows[2]!, "convergence", "correct")).toEqual({
    kind: "unreached",
    missed: 2,
    seeds: 3,
    lacking: [],
  });
  const fewer = rowsOf([comparedExperiment("e", variants)], (variant, seed) =>
    variant !== "no dropout" && seed === 3 ? [] : (curves[variant] ?? never(seed)),
  );
  for (const index of [1, 2]) {
    const cell = cellOf(fewer[index]!, "convergence", "correct");
    expect("lacking" in cell && cell.lacking).toMatchObject([
      { code: "seedsOf", parameters: { count: 2, planned: 3 } },
    ]);
  }
  expect(cellOf(fewer[1]!, "trainingDifference", "correct")).toMatchObject({
    lacking: [{ code: "seedsOf", parameters: { count: 2, planned: 3 } }],
  });
  const trained = cellOf(rows[1]!, "trainingDifference", "correct");
  expect("value" in trained && trained.value).toBeCloseTo(-0.3, 12);
  expect(cellOf(rows[1]!, "trainingLoss", "correct")).toMatchObject({ kind: "estimate", measure: "loss" });
  const usual = usualColumns(rows);
  for (const name of ["trainingLoss", "trainingDifference", "convergence"] as const) {
    expect(usual).not.toContain(name);
  }
});

test("two seeds: it says that no test is possible, and prints none", () => {
  const rows = rowsOf([comparedExperiment("e", variants, {}, [1, 2])], losses);
  for (const column of ["p", "effect"] as const) {
    expect(cellOf(rows[1]!, column, "correct")).toEqual({ kind: "untested", reason: "fewerThan3Seeds" });
  }
});

test("the moment moves the numbers and the epoch that counts", () => {
  const rows = rowsOf([comparedExperiment("e", variants)], losses, "best");
  expect(cellOf(rows[0]!, "epochs", "correct")).toEqual({ kind: "epochs", value: 1, least: 1, greatest: 1 });
  const loss = cellOf(rows[0]!, "loss", "correct");
  expect("value" in loss && loss.value).toBeCloseTo(1.2, 12);
});

test("sorting goes both ways, what has no number stays last", () => {
  const rows = rowsOf([comparedExperiment("e", variants)], (variant, seed) =>
    variant === "no dropout" ? [] : losses(variant, seed),
  );
  const order = (direction: "ascending" | "descending") =>
    sortRows(rows, "loss", direction, "correct").map(({ name }) => name);
  expect(order("ascending")).toEqual(["p = 0.1", "p = 0.2", "no dropout"]);
  expect(order("descending")).toEqual(["p = 0.2", "p = 0.1", "no dropout"]);
});

test("columns that say nothing here wait to be chosen", () => {
  const rows = rowsOf([comparedExperiment("e", variants)], losses);
  expect(usualColumns(rows)).not.toContain("rows");
  const sized = rowsOf(
    [comparedExperiment("e", [variants[0]!, { name: "small", rate: 0, train: 10 }])],
    () => [1],
  );
  expect(usualColumns(sized)).toContain("rows");
});
