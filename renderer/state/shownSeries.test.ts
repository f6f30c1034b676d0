import { expect, test } from "vitest";
import type { ExperimentDetail } from "../../src/contract/contract";
import type { EpochRecord } from "../../src/experiment/result";
import { experimentSchema } from "../../src/experiment/schema";
import { createShownSeries } from "./shownSeries";

const recordOf = (epoch: number): EpochRecord => ({
  epoch,
  training: { loss: 1 / epoch },
  train: { eval: { loss: 1 / epoch } },
  validation: { eval: { loss: 1 / epoch }, train: { loss: 2 / epoch } },
  trainingSeconds: 1,
  evaluationSeconds: 1,
});

/** An experiment of one run with so many records. */
function detailOf(id: string, measured: number): ExperimentDetail {
  const experiment = experimentSchema.parse({
    name: id,
    data: { source: "moons", train: 10, validation: 10 },
    network: { layers: [{ type: "dense", units: 2 }] },
    variants: [{ name: "none", rate: 0 }],
  });
  const run = {
    id: `${id}-run`,
    experimentId: id,
    variant: "none",
    rate: 0,
    seed: 1,
    status: "running",
  } as const;
  const times = { attempt: 1, failure: null, epochsDone: measured, epochs: 20, started: null, ended: null };
  const records = Array.from({ length: measured }, (_, index) => recordOf(index + 1));
  return {
    ...{ id, name: id, created: "2026-11-28T00:00:00Z", experiment, environment: null },
    runs: [{ ...run, ...times, records }],
  };
}

const epochsOf = ({ shown }: ReturnType<typeof createShownSeries>, run: string) =>
  shown.value?.series.records(run).map(({ epoch }) => epoch);

test("records are added together, each once, and only then is there a new version", () => {
  const series = createShownSeries();
  const [summary] = series.show(detailOf("a", 2));
  expect(summary).toMatchObject({ id: "a-run", epochsDone: 2 });
  expect(summary).not.toHaveProperty("records");
  const before = series.version.value;
  for (const epoch of [2, 3, 4]) series.arrive({ runId: "a-run", record: recordOf(epoch) });
  expect(epochsOf(series, "a-run")).toEqual([1, 2]);
  expect(series.version.value).toBe(before);
  series.addArrived({ keepOthers: false });
  expect(epochsOf(series, "a-run")).toEqual([1, 2, 3, 4]);
  expect(series.version.value).toBe(before + 1);
  series.addArrived({ keepOthers: false });
  expect(series.version.value).toBe(before + 1);
});

test("records of an experiment that is about to be shown wait for it; others are forgotten", () => {
  const series = createShownSeries();
  series.show(detailOf("a", 0));
  const early = { runId: "b-run", record: recordOf(2) };
  series.arrive(early);
  series.addArrived({ keepOthers: true });
  series.show(detailOf("b", 1));
  series.addArrived({ keepOthers: false });
  expect(epochsOf(series, "b-run")).toEqual([1, 2]);

  series.show(detailOf("a", 0));
  series.arrive(early);
  series.addArrived({ keepOthers: false });
  series.show(detailOf("b", 1));
  series.addArrived({ keepOthers: false });
  expect(epochsOf(series, "b-run")).toEqual([1]);
});

test("only the shown experiment can be forgotten", () => {
  const series = createShownSeries();
  series.show(detailOf("a", 1));
  series.forget("b");
  expect(series.shown.value?.id).toBe("a");
  series.forget("a");
  expect(series.shown.value).toBeNull();
});
