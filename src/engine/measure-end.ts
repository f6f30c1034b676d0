import type { Dataset, Split } from "../data/dataset";
import type { EpochChoice } from "../experiment/epoch-selection";
import type { RunEnd, SplitEnd } from "../experiment/run-end";
import { LabError } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { forgetsBoth } from "../nn/network";
import { droppedRegression, measureDropoutPenalty } from "./dropout-penalty";
import { reestimate } from "./reestimated";
import { measureAveraged } from "./averaged";
import { endMeasurer } from "./end-measures";
import type { EngineRun, RunPlan, StateVectors } from "./engine";

/** An epoch with the network's state after it. */
export interface ChosenEpoch extends EpochChoice {
  readonly state: StateVectors;
}

/** The same, with the network's outputs for the validation split if they are still known. */
export interface EvaluatedEpoch extends ChosenEpoch {
  readonly outputs?: Float32Array | null;
}

/** 1/τ, standardised: in eval mode the mean squared error of the validation split, of the passes' mixture the likeliest there. */
interface Noises {
  readonly eval: number;
  readonly mixture: number;
}

interface Measured {
  readonly measures: SplitEnd;
  readonly noises?: Noises;
}

/**
 * One pass over the validation and the test split with the weights of the chosen epoch; where its outputs are known, over them.
 * @param passes with dropout on, whose averaged prediction is measured too
 * @param beforePart called before each part of it; may wait or throw
 * @throws LabError `lossNotFinite`
 */
export async function measureEnd(
  run: EngineRun,
  { layers, training }: RunPlan,
  data: Dataset,
  { epoch, state, outputs: known }: EvaluatedEpoch,
  passes: number | undefined,
  beforePart: () => Promise<void> | void = () => undefined,
): Promise<RunEnd> {
  const { target } = data.preparation;
  const measuresWith = async (split: Split, vectors: StateVectors): Promise<SplitEnd> => {
    const measurer = endMeasurer(data, split, lossOf(training.loss));
    await beforePart();
    const isKnown = split === data.validation && vectors === state;
    const predicted = isKnown && known ? [known] : run.predict(split, vectors);
    for await (const outputs of predicted) {
      measurer.add(outputs);
      await beforePart();
    }
    return measurer.measures();
  };
  /** @param noises by default the split's own */
  const measure = async (split: Split, noises?: Noises): Promise<Measured> => {
    const own = await measuresWith(split, state);
    const more = passes === undefined ? null : await averaged(split, passes, own.loss, noises);
    if (!Number.isFinite(own.loss)) throw new LabError("lossNotFinite", { epoch });
    return { ...more, measures: { ...own, ...more?.measures } };
  };
  const averaged = async (split: Split, count: number, loss: number, noises?: Noises) => {
    // Of a perfect fit nothing is likely.
    const wished = target.task === "regression" && (noises?.eval ?? loss) > 0;
    const averaging = {
      ...{ layers, passes: count, epoch, state, beforePart },
      ...(wished && { likelihood: noises ? { noise: noises.mixture } : {} }),
    };
    const found = await measureAveraged(run, data, split, lossOf(training.loss), averaging);
    const { loss: mcLoss, accuracy: mcAccuracy, calibration: mcCalibration, likelihood } = found;
    const measures = {
      mcLoss,
      ...(mcAccuracy !== undefined && { mcAccuracy }),
      ...(mcCalibration !== undefined && { mcCalibration }),
    };
    if (target.task !== "regression") return { measures };
    const { divisor } = target;
    const ofValues = { ...measures, mcRmse: Math.sqrt(mcLoss) * divisor };
    if (!likelihood) return { measures: ofValues };
    const noise = noises?.eval ?? loss;
    return {
      noises: { eval: noise, mixture: likelihood.noise },
      measures: {
        ...ofValues,
        // Of a density in the target's own units.
        logLikelihood: -0.5 * (Math.log(2 * Math.PI * noise) + loss / noise) - Math.log(divisor),
        mcLogLikelihood: likelihood.logLikelihood - Math.log(divisor),
      },
    };
  };
  const { measures: validation, noises } = await measure(data.validation);
  const test = data.test.rows > 0 ? (await measure(data.test, noises)).measures : undefined;
  const renewed = forgetsBoth(layers) ? await reestimate(run, layers, data, state, beforePart) : null;
  /** The split with the renewed statistics. */
  const again = async (split: Split) => {
    if (!renewed) return {};
    const { loss, accuracy } = await measuresWith(split, renewed.state);
    if (!Number.isFinite(loss)) return {};
    return { reestimatedLoss: loss, ...(accuracy !== undefined && { reestimatedAccuracy: accuracy }) };
  };
  const dropped = training.loss === "softmaxCrossEntropy" ? droppedRegression(layers) : null;
  const penalty =
    passes === undefined || dropped === null || training.rateOverTime
      ? null
      : await measureDropoutPenalty(run, data, dropped, { passes, epoch, state }, beforePart);
  return {
    epoch,
    ...(validation.confusion && target.task === "classification" && { classes: target.classes }),
    validation: { ...validation, ...(await again(data.validation)) },
    ...(test && { test: { ...test, ...(await again(data.test)) } }),
    ...(renewed && { varianceShift: renewed.shift }),
    ...(penalty && Number.isFinite(penalty.masks) && { dropoutPenalty: penalty }),
  };
}
