import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Halved, rungsOf, stagesOf } from "./halving";
import { type HalvedRun, isHalted, leavesOf } from "./halving-ranks";
import type { RunStatus } from "./result";

const halvedBy = (first: number, eta: number, epochs: number): Halved => ({
  training: { epochs },
  evaluation: { halving: { first, eta } },
});
const names = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
const documentOf = (variants: number, halved: Halved) => ({
  ...halved,
  variants: names(variants).map((name) => ({ name })),
});

/** A run whose loss after every epoch is this number. */
const run = (variant: string, loss: number, epochsDone: number, status: RunStatus = "queued"): HalvedRun => ({
  variant,
  status,
  epochsDone,
  lossAt: () => loss,
});

test("rungs grow by eta and stay below all epochs", () => {
  expect(rungsOf(halvedBy(1, 3, 81))).toEqual([1, 3, 9, 27]);
  expect(rungsOf(halvedBy(5, 2, 40))).toEqual([5, 10, 20]);
  expect(rungsOf(halvedBy(40, 2, 40))).toEqual([]);
  expect(rungsOf({ training: { epochs: 9 }, evaluation: {} })).toEqual([]);
});

test("each stage has a share of the variants, and at least one", () => {
  const told = (variants: number, halved: Halved) =>
    stagesOf(halved, variants).map(({ epochs, variants }) => [variants, epochs]);
  expect(told(18, halvedBy(5, 3, 45))).toEqual([
    [18, 5],
    [6, 15],
    [2, 45],
  ]);
  expect(told(2, halvedBy(1, 4, 20))).toEqual([
    [2, 1],
    [1, 4],
    [1, 16],
    [1, 20],
  ]);
  expect(told(7, { training: { epochs: 9 }, evaluation: {} })).toEqual([[7, 9]]);
});

test("the example of Li et al., table 1: 81 configurations, 81 epochs, eta 3 leave 27, 9, 3, 1", () => {
  const document = documentOf(81, halvedBy(1, 3, 81));
  const losses = names(81).map((_, index) => (37 * index) % 81);
  let done = losses.map(() => 0);
  const counts: number[] = [];
  const halted = new Set<string>();
  for (const rung of [1, 3, 9, 27, 81]) {
    const inIt = names(81).filter((name) => !halted.has(name));
    counts.push(inIt.length);
    done = done.map((epochs, index) => (halted.has(`v${index}`) ? epochs : rung));
    const runs = losses.map((loss, index) =>
      run(`v${index}`, loss, done[index]!, halted.has(`v${index}`) ? "done" : "queued"),
    );
    for (const [name, leave] of leavesOf(document, runs)) if (leave.isHalted) halted.add(name);
  }
  expect(counts).toEqual([81, 27, 9, 3, 1]);
  expect(names(81).filter((name) => !halted.has(name))).toEqual([`v${losses.indexOf(0)}`]);
});

describe("how far variants may train", () => {
  const document = documentOf(4, halvedBy(2, 2, 8));

  test("nobody passes a rung before all are there", () => {
    const runs = names(4).map((name, index) => run(name, index, index === 3 ? 1 : 2));
    expect([...leavesOf(document, runs).values()]).toEqual(
      names(4).map(() => ({ until: 2, isHalted: false })),
    );
  });

  test("the mean over seeds decides; of equal variants the earlier goes on", () => {
    const runs = [
      ...[run("v0", 1, 2), run("v0", 4, 2)],
      ...[run("v1", 2, 2), run("v1", 2, 2)],
      ...[run("v2", 2.5, 2), run("v2", 2.5, 2)],
      ...[run("v3", 3, 2), run("v3", 3, 2)],
    ];
    const found = leavesOf(document, runs);
    expect([...found].filter(([, { isHalted }]) => !isHalted)).toEqual([
      ["v0", { until: 4, isHalted: false }],
      ["v1", { until: 4, isHalted: false }],
    ]);
    expect(found.get("v2")).toEqual({ until: 2, isHalted: true });
  });

  test("a diverged variant comes last, a stopped seed does not count, and ended runs hold nobody up", () => {
    const runs = [
      ...[run("v0", 0, 1, "failed"), run("v0", 0, 2)],
      ...[run("v1", 9, 1, "cancelled"), run("v1", 2, 2)],
      run("v2", 3, 2),
      run("v3", 0, 0, "cancelled"),
    ];
    const kept = [...leavesOf(document, runs)].flatMap(([name, { isHalted }]) => (isHalted ? [] : [name]));
    expect(kept).toEqual(["v1", "v2"]);
  });

  test("what was decided stays, however good a run is that comes late", () => {
    const runs = [
      run("v0", 5, 3),
      run("v1", 6, 4),
      run("v2", 1, 2, "done"),
      // It had been stopped before the rung.
      run("v3", 0, 2),
    ];
    const found = leavesOf(document, runs);
    expect(found.get("v0")).toEqual({ until: 4, isHalted: false });
    expect(found.get("v2")).toEqual({ until: 2, isHalted: true });
    expect(isHalted(document, runs[2]!)).toBe(true);
    expect(isHalted(document, { status: "done", epochsDone: 8 })).toBe(false);
  });

  test("the same losses decide alike in whichever order runs come to a rung, and at least one goes on", () => {
    const losses = fc.array(
      fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 2, maxLength: 2 }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(losses, fc.integer({ min: 2, max: 4 }), fc.infiniteStream(fc.nat()), (all, eta, order) => {
        const halved = documentOf(all.length, halvedBy(2, eta, 4));
        const runs = all.flatMap((seeds, index) => seeds.map((loss) => run(`v${index}`, loss, 2)));
        const shuffled = runs
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ one }) => one);
        const found = leavesOf(halved, runs);
        const sums = (name: string) => all[Number(name.slice(1))]!.reduce((sum, loss) => sum + loss, 0);
        const kept = names(all.length).filter((name) => !found.get(name)!.isHalted);
        expect(kept).toHaveLength(Math.max(1, Math.floor(all.length / eta)));
        for (const name of names(all.length))
          if (!kept.includes(name)) for (const one of kept) expect(sums(one)).toBeLessThanOrEqual(sums(name));
        const again = leavesOf(halved, shuffled);
        const alike = names(all.length).filter(
          (name) => again.get(name)!.isHalted === found.get(name)!.isHalted,
        );
        // Sums of floating-point numbers depend on their order in the last digit.
        expect(alike.length).toBe(all.length);
      }),
    );
  });
});
