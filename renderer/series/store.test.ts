import { expect, test } from "vitest";
import { presets } from "../../src/experiment/presets";
import { experimentSchema } from "../../src/experiment/schema";
import { groupsOf } from "./groups";
import { variantLooks } from "../../src/report/looks";
import { SeriesStore } from "./store";
import { group, record, storeOf } from "./testing";

const lossOf = (store: SeriesStore, index = 0) =>
  store.of(store.groups[index]!).statistics("correct", "loss");

test("an experiment makes a group of each variant, with its runs in the order of the seeds", () => {
  const experiment = experimentSchema.parse(presets.textbook.document);
  const runs = [2, 1].flatMap((seed) =>
    experiment.variants.map(({ name }) => ({ id: `${name} ${seed}`, variant: name, seed })),
  );
  const groups = groupsOf({ id: "a", experiment, runs });
  expect(groups.map(({ name, look }) => [name, look])).toEqual([
    ["no dropout", variantLooks(experiment)[0]],
    ["dropout", variantLooks(experiment)[1]],
  ]);
  expect(groups[1]!.runs).toEqual([
    { runId: "dropout 2", seed: 2 },
    { runId: "dropout 1", seed: 1 },
  ]);
  // 1,000 rows in batches of 32: the last one is a part.
  expect(groups[0]).toMatchObject({ experimentId: "a", epochs: 40, stepsPerEpoch: 32 });
});

test("mean, standard deviation and extremes over the seeds, epoch by epoch", () => {
  const store = storeOf({
    a: [
      [1, 4],
      [2, 4],
      [6, 4],
    ],
  });
  const { count, mean, sd, least, greatest } = lossOf(store);
  expect(count).toBe(3);
  expect([...mean]).toEqual([3, 4]);
  // (4 + 1 + 9) / (3 - 1) = 7
  expect([...sd]).toEqual([Math.sqrt(7), 0]);
  expect([...least]).toEqual([1, 4]);
  expect([...greatest]).toEqual([6, 4]);
});

test("one seed has a mean and no standard deviation", () => {
  const { mean, sd } = lossOf(storeOf({ a: [[3, 1]] }));
  expect([...mean]).toEqual([3, 1]);
  expect([...sd]).toEqual([NaN, NaN]);
});

test("the mean of equal values is that value, to the last digit", () => {
  const { mean } = lossOf(storeOf({ a: Array.from({ length: 7 }, () => [0.1]) }));
  expect(mean[0]).toBe(0.1);
});

test("where early stopping may end runs, none is left out of the mean, which ends with the first", () => {
  const stopping = { ...group("a", 2, 3), stopsEarly: true };
  const store = new SeriesStore([stopping]);
  const losses = [
    [3, 2, 1],
    [5, 4],
  ];
  losses.forEach((of, run) =>
    of.forEach((loss, index) => store.add(stopping.runs[run]!.runId, record(index + 1, loss))),
  );
  expect([...lossOf(store).mean]).toEqual([4, 3]);
});

test("while no run has all its epochs, the mean reaches as far as all that have begun", () => {
  const store = storeOf({ a: [[3, 2, 1], [5, 4], []] }, 4);
  expect([...lossOf(store).mean]).toEqual([4, 3]);
  expect(store.of(store.groups[0]!).begun).toHaveLength(2);
});

test("once runs have all their epochs, they alone make the mean: one that ended early makes no jump", () => {
  const store = storeOf({ a: [[8, 6, 4], [4, 2, 2], [100]] }, 3);
  expect([...lossOf(store).mean]).toEqual([6, 4, 3]);
  expect(lossOf(store).count).toBe(2);
});

test("a record that comes twice counts once, and one of a strange run not at all", () => {
  const store = new SeriesStore([group("a", 2)]);
  expect(store.add("a1", record(1, 2))).toBe(true);
  expect(store.add("a1", record(1, 2))).toBe(true);
  store.add("a2", record(1, 4));
  expect([...lossOf(store).mean]).toEqual([3]);
  expect(store.records("a1")).toHaveLength(1);
  expect(store.add("other", record(1, 100))).toBe(false);
  expect(store.of(store.groups[0]!).lastEpoch).toBe(1);
});

test("epochs that come out of order stand at their places, and a regression has no accuracy", () => {
  const store = new SeriesStore([group("a", 1)]);
  const regression = (epoch: number, loss: number) => {
    const { training, train, validation, ...rest } = record(epoch, loss);
    const plain = { loss: training.loss };
    return {
      ...rest,
      training: plain,
      train: { eval: { loss: train.eval.loss } },
      validation: { eval: { loss: validation.eval.loss }, train: { loss: validation.train.loss } },
    };
  };
  store.add("a1", regression(3, 7));
  store.add("a1", regression(1, 9));
  const series = store.of(store.groups[0]!);
  expect([...series.statistics("training", "loss").mean]).toEqual([9.5, NaN, 7.5]);
  expect([...series.statistics("correct", "accuracy").mean]).toEqual([NaN, NaN, NaN]);
  expect(store.records("a1").map(({ epoch }) => epoch)).toEqual([1, 3]);
});

test("the gap is validation minus training split, both with dropout off", () => {
  const store = storeOf({ a: [[3]] });
  expect([...store.of(store.groups[0]!).statistics("gap", "loss").mean]).toEqual([0.25]);
});

test("seconds run from the beginning of each run, and the mean is at the mean time", () => {
  const store = new SeriesStore([group("a", 2)]);
  for (const [runId, seconds] of [
    ["a1", 1],
    ["a2", 3],
  ] as const) {
    for (const epoch of [1, 2]) {
      store.add(runId, { ...record(epoch, 1), trainingSeconds: seconds, evaluationSeconds: 1 });
    }
  }
  const series = store.of(store.groups[0]!);
  expect(series.begun.map((run) => [...run.seconds()])).toEqual([
    [2, 4],
    [4, 8],
  ]);
  expect([...series.meanSeconds()]).toEqual([3, 6]);
});

test("a thousand epochs outgrow every buffer and stay as they were", () => {
  const losses = Array.from({ length: 1000 }, (_, index) => index + 1);
  const { mean } = lossOf(storeOf({ a: [losses] }));
  expect([...mean]).toEqual(losses);
});
