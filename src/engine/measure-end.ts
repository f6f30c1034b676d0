import type { Dataset, Split } from "../data/dataset";
import type { EpochChoice } from "../experiment/epoch-selection";
import type { RunEnd, SplitEnd } from "../experiment/run-end";
import { LabError } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { endMeasurer } from "./end-measures";
import type { EngineRun, RunPlan, StateVectors } from "./engine";

/** An epoch with the network's state after it. */
export interface ChosenEpoch extends EpochChoice {
  readonly state: StateVectors;
}

/**
 * One pass over the validation and the test split with the weights of the chosen epoch.
 * @param beforePart called before each part of it; may wait or throw
 * @throws LabError `lossNotFinite`
 */
export async function measureEnd(
  run: EngineRun,
  { training }: RunPlan,
  data: Dataset,
  { epoch, state }: ChosenEpoch,
  beforePart: () => Promise<void> | void = () => undefined,
): Promise<RunEnd> {
  const measure = async (split: Split): Promise<SplitEnd> => {
    const measurer = endMeasurer(data, split, lossOf(training.loss));
    await beforePart();
    for await (const outputs of run.predict(split, state)) {
      measurer.add(outputs);
      await beforePart();
    }
    const measures = measurer.measures();
    if (!Number.isFinite(measures.loss)) throw new LabError("lossNotFinite", { epoch });
    return measures;
  };
  const { target } = data.preparation;
  const validation = await measure(data.validation);
  return {
    epoch,
    ...(validation.confusion && target.task === "classification" && { classes: target.classes }),
    validation,
    ...(data.test.rows > 0 && { test: await measure(data.test) }),
  };
}
