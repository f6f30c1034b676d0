import { category } from "../../src/report/palette";
import type { EpochRecord } from "../../src/experiment/result";
import type { CurveChoice } from "./choice";
import type { RunGroup } from "./groups";
import { SeriesStore } from "./store";

/** A record whose numbers all differ; one second per epoch, of which a quarter is evaluation. */
export function record(
  epoch: number,
  loss: number,
  accuracy: number | undefined = 1 - loss / 10,
): EpochRecord {
  const measures = (offset: number) => ({
    loss: loss + offset,
    ...(accuracy === undefined ? {} : { accuracy: accuracy - offset / 10 }),
  });
  return {
    epoch,
    training: measures(0.5),
    train: { eval: measures(-0.25) },
    validation: { eval: measures(0), train: measures(1) },
    trainingSeconds: 0.75,
    evaluationSeconds: 0.25,
  };
}

export function group(key: string, runs: number, epochs = 100, stepsPerEpoch = 10): RunGroup {
  return {
    key,
    experimentId: "x",
    name: key,
    variant: key,
    look: { ink: category(0), marker: null, index: 0 },
    epochs,
    stopsEarly: false,
    averages: false,
    stepsPerEpoch,
    overlaps: { train: 0, validation: 0 },
    runs: Array.from({ length: runs }, (_, index) => ({ runId: `${key}${index + 1}`, seed: index + 1 })),
  };
}

/** Groups by name, with one list of losses per run. */
export function storeOf(losses: Readonly<Record<string, readonly (readonly number[])[]>>, epochs?: number) {
  const groups = Object.entries(losses).map(([key, runs]) => group(key, runs.length, epochs));
  const store = new SeriesStore(groups);
  for (const { key, runs } of groups) {
    runs.forEach(({ runId }, index) =>
      losses[key]![index]!.forEach((loss, epoch) => store.add(runId, record(epoch + 1, loss))),
    );
  }
  return store;
}

/** The plainest choice: the eval loss of every group, by epoch, with the seeds behind the mean and without a band. */
export function choiceOf(store: SeriesStore): CurveChoice {
  return {
    groups: store.groups,
    kinds: new Set(["correct"]),
    seeds: "both",
    band: "none",
    smoothing: 0,
    front: "correct",
    counted: new Map(),
    xAxis: "epoch",
    logX: false,
    logY: false,
    ignoreOutliers: false,
  };
}
