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
  const { target } = data.preparation;
  /** @param noise 1/τ of a regression; by default the split's own mean squared error */
  const measure = async (split: Split, noise?: number): Promise<SplitEnd> => {
    const measurer = endMeasurer(data, split, lossOf(training.loss));
    await beforePart();
    for await (const outputs of run.predict(split, state)) {
      measurer.add(outputs);
      await beforePart();
    }
    const own = measurer.measures();
    const measures = { ...own, ...(passes && (await averaged(split, passes, own.loss, noise ?? own.loss))) };
    if (!Number.isFinite(measures.loss)) throw new LabError("lossNotFinite", { epoch });
    return measures;
  };
  const averaged = async (split: Split, count: number, own: number, noise: number) => {
    const hasLikelihood = target.task === "regression" && noise > 0;
    const averaging = {
      ...{ layers, passes: count, epoch, state, beforePart },
      ...(hasLikelihood && { noise }),
    };
    const measures = await measureAveraged(run, data, split, lossOf(training.loss), averaging);
    const { loss: mcLoss, accuracy: mcAccuracy, calibration: mcCalibration, logLikelihood } = measures;
    return {
      mcLoss,
      ...(mcAccuracy !== undefined && { mcAccuracy }),
      ...(mcCalibration !== undefined && { mcCalibration }),
      ...(target.task === "regression" && { mcRmse: Math.sqrt(mcLoss) * target.divisor }),
      // Of a density in the target's own units.
      ...(target.task === "regression" &&
        logLikelihood !== undefined && {
          logLikelihood: -0.5 * (Math.log(2 * Math.PI * noise) + own / noise) - Math.log(target.divisor),
          mcLogLikelihood: logLikelihood - Math.log(target.divisor),
        }),
    };
  };
  const validation = await measure(data.validation);
  return {
    epoch,
    ...(validation.confusion && target.task === "classification" && { classes: target.classes }),
    validation,
    ...(data.test.rows > 0 && { test: await measure(data.test, validation.loss) }),
  };
}
