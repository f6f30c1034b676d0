import type { Dataset, Split } from "../data/dataset";
import type { EpochChoice } from "../experiment/epoch-selection";
import type { RunEnd, SplitEnd } from "../experiment/run-end";
import { LabError } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { measureAveraged } from "./averaged";
import { endMeasurer } from "./end-measures";
import type { EngineRun, RunPlan, StateVectors } from "./engine";

/** An epoch with the network's state after it. */
export interface ChosenEpoch extends EpochChoice {
  readonly state: StateVectors;
}

/**
 * One pass over the validation and the test split with the weights of the chosen epoch.
 * @param passes with dropout on, whose averaged prediction is measured too
 * @param beforePart called before each part of it; may wait or throw
 * @throws LabError `lossNotFinite`
 */
export async function measureEnd(
  run: EngineRun,
  { layers, training }: RunPlan,
  data: Dataset,
  { epoch, state }: ChosenEpoch,
  passes: number | undefined,
  beforePart: () => Promise<void> | void = () => undefined,
): Promise<RunEnd> {
  const measure = async (split: Split): Promise<SplitEnd> => {
    const measurer = endMeasurer(data, split, lossOf(training.loss));
    await beforePart();
    for await (const outputs of run.predict(split, state)) {
      measurer.add(outputs);
      await beforePart();
    }
    const measures = { ...measurer.measures(), ...(passes && (await averaged(split, passes))) };
    if (!Number.isFinite(measures.loss)) throw new LabError("lossNotFinite", { epoch });
    return measures;
  };
  const averaged = async (split: Split, count: number) => {
    const averaging = { layers, passes: count, epoch, state, beforePart };
    const measures = await measureAveraged(run, data, split, lossOf(training.loss), averaging);
    const { loss: mcLoss, accuracy: mcAccuracy, calibration: mcCalibration } = measures;
    return {
      mcLoss,
      ...(mcAccuracy !== undefined && { mcAccuracy }),
      ...(mcCalibration !== undefined && { mcCalibration }),
    };
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
