import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Dataset } from "../data/dataset";
import type { EpochRecord, ForgottenMeasures, Measures } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import { LabError } from "../messages/failure";
import type { DenseWeights, Engine, EngineRun, EpochControl, RunPlan } from "./engine";

/** What `EpochControl.beforeBatch` throws to end a run that nothing is wrong with. */
export class RunCancelled extends Error {
  override readonly name = "RunCancelled";
}

export interface RunEnd {
  readonly cancelled: boolean;
  /** As they were at the end; a cancelled run's are those of the last batch that it trained. */
  readonly weights: DenseWeights[];
}

/**
 * Trains one run from its first epoch to its last, and hands on the record of each epoch as soon as it is measured,
 * waiting until it is taken. Frees everything whatever happens.
 *
 * @throws LabError `lossNotFinite`; `noDenseLayer`, `outputsNotClasses`, `outputsNotOne`, `lossForClassification`
 *   where the network does not fit the data; and whatever `control` or `onRecord` throw
 */
export async function trainRun(
  engine: Engine,
  plan: RunPlan,
  data: Dataset,
  evaluation: Pick<Experiment["evaluation"], "forgottenPasses">,
  control: EpochControl,
  onRecord: (record: EpochRecord) => Promise<void> | void,
): Promise<RunEnd> {
  checkFit(plan, data);
  const run = engine.openRun(plan, data);
  try {
    const cancelled = await trainEpochs(run, plan, evaluation, control, onRecord).then(
      () => false,
      (error: unknown) => {
        if (error instanceof RunCancelled) return true;
        throw error;
      },
    );
    return { cancelled, weights: await run.weights() };
  } finally {
    run.dispose();
  }
}

async function trainEpochs(
  run: EngineRun,
  { training }: RunPlan,
  { forgottenPasses }: Pick<Experiment["evaluation"], "forgottenPasses">,
  control: EpochControl,
  onRecord: (record: EpochRecord) => Promise<void> | void,
): Promise<void> {
  for (let epoch = 1; epoch <= training.epochs; epoch++) {
    const started = performance.now();
    const running = checkFinite(await run.trainEpoch(epoch, control), epoch);
    const trained = performance.now();
    const train = checkFinite(await run.evaluate("train", "eval", epoch, 0, control), epoch);
    const correct = checkFinite(await run.evaluate("validation", "eval", epoch, 0, control), epoch);
    const passes: Measures[] = [];
    for (let pass = 0; pass < forgottenPasses; pass++) {
      passes.push(checkFinite(await run.evaluate("validation", "train", epoch, pass, control), epoch));
    }
    await onRecord({
      epoch,
      training: running,
      train: { eval: train },
      validation: { eval: correct, train: overPasses(passes) },
      trainingSeconds: (trained - started) / 1000,
      evaluationSeconds: (performance.now() - trained) / 1000,
    });
  }
}

function overPasses(passes: readonly Measures[]): ForgottenMeasures {
  const losses = passes.map(({ loss }) => loss);
  const accuracies = passes.flatMap(({ accuracy }) => accuracy ?? []);
  return {
    loss: mean(losses),
    ...(losses.length > 1 && { lossSd: sampleStandardDeviation(losses) }),
    ...(accuracies.length > 0 && { accuracy: mean(accuracies) }),
    ...(accuracies.length > 1 && { accuracySd: sampleStandardDeviation(accuracies) }),
  };
}

function checkFinite(measures: Measures, epoch: number): Measures {
  if (!Number.isFinite(measures.loss)) throw new LabError("lossNotFinite", { epoch });
  return measures;
}

/** A document whose data are files could not be checked against them before they were read. */
function checkFit({ layers, training }: RunPlan, data: Dataset): void {
  const output = layers.filter((layer) => layer.type === "dense").at(-1);
  if (!output) throw new LabError("noDenseLayer");
  const { units } = output;
  if (data.task === "regression") {
    if (units !== 1) throw new LabError("outputsNotOne", { units });
    if (training.loss === "softmaxCrossEntropy") throw new LabError("lossForClassification");
  } else if (units !== data.outputs) {
    throw new LabError("outputsNotClasses", { units, classes: data.outputs });
  }
}
