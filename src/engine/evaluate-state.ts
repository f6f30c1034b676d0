import type { Dataset } from "../data/dataset";
import type { EpochRecord, Metrics } from "../experiment/result";
import type { RunEnd } from "../experiment/run-end";
import type { Experiment } from "../experiment/schema";
import { optimizerOf } from "../nn/optimizers/kinds";
import type { Engine, EvaluationMode, RunPlan, StateVectors, TrainingState } from "./engine";
import { measureEnd } from "./measure-end";
import { checkFit, forgottenEvaluations, overPasses } from "./run";

/** Both modes on weights that were trained elsewhere, and what a run is measured by at its end; nothing is trained. */
export interface StateMeasures extends Pick<EpochRecord, "train" | "validation"> {
  readonly end: RunEnd;
}

/** Masks with eval forgotten are those of this epoch. */
const epoch = 1;

/**
 * @param state the network's weights and buffers
 * @throws LabError `lossNotFinite`
 */
export async function evaluateState(
  engine: Engine,
  plan: RunPlan,
  data: Dataset,
  evaluation: Experiment["evaluation"],
  state: StateVectors,
): Promise<StateMeasures> {
  checkFit(plan, data);
  const { slots } = optimizerOf(plan.training.optimizer);
  const start: TrainingState = {
    ...{ ...state, epoch, samplesDone: 0, sums: { loss: 0, hits: null } },
    slots: slots.map(() => new Float32Array(state.weights.length)),
  };
  const run = engine.openRun(plan, data, start);
  const control = { beforeBatch: () => undefined };
  try {
    const train = await run.evaluate("train", "eval", epoch, 0, control);
    const correct = await run.evaluate("validation", "eval", epoch, 0, control);
    const passes: { mode: EvaluationMode; measures: Metrics }[] = [];
    for (const { mode, pass } of forgottenEvaluations(plan.layers, evaluation))
      passes.push({ mode, measures: await run.evaluate("validation", mode, epoch, pass, control) });
    const of = (wanted: EvaluationMode) =>
      passes.filter(({ mode }) => mode === wanted).map(({ measures }) => measures);
    const [batchNormForgotten] = of("batchNormForgotten");
    const chosen = { epoch, state, loss: correct.loss, worse: 0, over: false };
    const end = await measureEnd(run, plan, data, chosen, evaluation.forgottenPasses);
    return {
      end,
      train: { eval: train },
      validation: {
        eval: correct,
        train: overPasses(of("evalForgotten")),
        ...(batchNormForgotten && {
          dropoutForgotten: overPasses(of("dropoutForgotten")),
          batchNormForgotten,
        }),
      },
    };
  } finally {
    run.dispose();
  }
}
