import type { Dataset } from "../data/dataset";
import type { EpochRecord, Metrics } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import { optimizerOf } from "../nn/optimizers/kinds";
import type { Engine, EvaluationMode, RunPlan, StateVectors, TrainingState } from "./engine";
import { checkFit, forgottenEvaluations, overPasses } from "./run";

/** Both modes on weights that were trained elsewhere; nothing is trained. */
export type StateMeasures = Pick<EpochRecord, "train" | "validation">;

/** Masks with eval forgotten are those of this epoch. */
const epoch = 1;

/** @param state the network's weights and buffers */
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
    return {
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
