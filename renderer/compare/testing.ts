import { analyse } from "../../src/analysis/analyse";
import { recordOf } from "../../src/experiment/testing";
import { type ExperimentInput, experimentSchema, type Variant } from "../../src/experiment/schema";
import { SeriesStore } from "../series/store";
import { type ComparedExperiment, comparedGroups } from "../state/compared";
import { type ComparedRow, comparedRows } from "./rows";

/** An experiment whose runs are all done, as the comparison gets it. */
export function comparedExperiment(
  id: string,
  variants: Variant[],
  changes: Partial<ExperimentInput> = {},
  seeds = [1, 2, 3],
): ComparedExperiment {
  const experiment = experimentSchema.parse({
    name: id,
    data: { source: "digits", train: 100, validation: 100 },
    network: {
      layers: [
        { type: "dense", units: 20 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 10 },
      ],
    },
    training: { epochs: 2 },
    variants,
    seeds,
    ...changes,
  });
  const runs = variants.flatMap(({ name }) =>
    seeds.map((seed) => ({
      id: `${id}/${name}/${seed}`,
      experimentId: id,
      variant: name,
      seed,
      status: "done" as const,
    })),
  );
  return { id, created: "2026-11-23T12:00:00Z", experiment, environment: null, runs };
}

/** A record with this validation loss; training is 0.3 better, a forgotten eval 1 worse. */
function recordAt(epoch: number, loss: number) {
  return recordOf({ loss, accuracy: 1 - loss / 10 }, { loss: loss + 1, accuracy: 0.9 - loss / 10 }, epoch, {
    loss: loss - 0.3,
    accuracy: 0.9,
  });
}

/** Rows of experiments whose runs have the losses of `lossesOf`, epoch by epoch. */
export function rowsOf(
  experiments: readonly ComparedExperiment[],
  lossesOf: (variant: string, seed: number) => number[],
  moment: "last" | "best" | "stopped" = "last",
): ComparedRow[] {
  const groups = comparedGroups(experiments);
  const series = new SeriesStore(groups);
  for (const { id, variant, seed } of experiments.flatMap(({ runs }) => runs)) {
    lossesOf(variant, seed).forEach((loss, index) => series.add(id, recordAt(index + 1, loss)));
  }
  const analyses = new Map(
    experiments.map(({ id, experiment, runs }) => [
      id,
      analyse(
        experiment,
        runs.map((run) => ({ ...run, records: series.records(run.id) })),
      ),
    ]),
  );
  return comparedRows(experiments, groups, series, analyses, moment);
}
