import { samplingOf } from "../../src/analysis/sampling";
import { type Look, variantLooks } from "../../src/report/looks";
import type { Experiment } from "../../src/experiment/schema";
import { experimentOf, trainingRowsOf } from "../../src/experiment/variants";
import { shownName } from "../names";

/** One line of a chart: the runs of one variant, one for each seed. A chart may hold groups of several experiments. */
export interface RunGroup {
  /** Its unique key, also among other experiments; it stays the same from one opening to the next. */
  readonly key: string;
  readonly experimentId: string;
  /** Its name in the legend and the readout. */
  readonly name: string;
  readonly variant: string;
  readonly look: Look;
  /** The planned epochs of each of its runs. */
  readonly epochs: number;
  /** Whether early stopping may end each of them before. */
  readonly stopsEarly: boolean;
  /** Whether each epoch measures the prediction averaged over passes. */
  readonly averages: boolean;
  /** Updates of the weights in one epoch: ceil(training rows / batch size). */
  readonly stepsPerEpoch: number;
  /** How much the rows of its runs overlap, on the training and the validation split (src/analysis/sampling.ts). */
  readonly overlaps: { readonly train: number; readonly validation: number };
  readonly runs: readonly GroupRun[];
}

export interface GroupRun {
  readonly runId: string;
  readonly seed: number;
}

/** The part of an experiment that grouping its runs needs. */
interface GroupedExperiment {
  readonly id: string;
  readonly experiment: Experiment;
  readonly runs: readonly { readonly id: string; readonly variant: string; readonly seed: number }[];
}

/** A group for each variant, in the order and with the colours of the experiment. */
export function groupsOf({ id, experiment, runs }: GroupedExperiment): RunGroup[] {
  const { variants } = experiment;
  const looks = variantLooks(experiment);
  const overlaps = {
    train: samplingOf(experiment, "train").overlap,
    validation: samplingOf(experiment).overlap,
  };
  const trained = variants.map((variant) => experimentOf(experiment, variant));
  return variants.map(({ name, ...changes }, index) => ({
    key: `${id}/${name}`,
    experimentId: id,
    // Translated when it is read.
    get name() {
      return shownName(name);
    },
    variant: name,
    look: looks[index]!,
    epochs: trained[index]!.training.epochs,
    stopsEarly: trained[index]!.training.earlyStopping !== undefined,
    averages: trained[index]!.evaluation.mcPasses !== undefined,
    stepsPerEpoch: Math.ceil(trainingRowsOf(experiment, changes) / trained[index]!.training.batchSize),
    overlaps,
    runs: runs.filter(({ variant }) => variant === name).map(({ id: runId, seed }) => ({ runId, seed })),
  }));
}
