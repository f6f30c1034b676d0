import type { Experiment, Variant } from "../../experiment/schema";
import { experimentOf, trainingRowsOf } from "../../experiment/variants";
import type { DataShape } from "../../fields/shape";
import { scalingOf } from "./data-scaling";
import type { InputScaling, ScriptPlan } from "./plan";

/** A variant of an experiment with one of its seeds. @param scaling of the inputs, where the data themselves tell it */
export function scriptPlanOf(
  experiment: Experiment,
  variant: Variant,
  seed: number,
  shape: DataShape,
  scaling: InputScaling = scalingOf(experiment.data, shape),
): ScriptPlan {
  const { network, training } = experimentOf(experiment, variant);
  const { data, evaluation } = experiment;
  const rows = trainingRowsOf(experiment, variant);
  return {
    name: `${experiment.name}, ${variant.name}`,
    layers: network.layers,
    training,
    evaluation,
    seed,
    data: { shape, scaling, rows: rows < data.train ? rows : undefined, hasTest: data.test > 0 },
  };
}
