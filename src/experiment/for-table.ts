import { usualLossFor } from "../nn/losses/kinds";
import type { TableFacts } from "../data/table/kind";
import { usualResampling } from "./resampling";
import type { ExperimentInput } from "./schema";

/** The steps in which a network of this size learns, and the epochs for them; of many rows fewer, so that it ends. */
const steps = 2_000;
const mostSteps = 12_500;
const [fewestEpochs, usualEpochs, mostEpochs] = [5, 20, 200];
const batchSize = 32;

/** A first experiment with a table. */
export function experimentForTable(name: string, facts: TableFacts): ExperimentInput {
  const { path, target, task, columns, scaling, size, group, usual } = facts;
  const read = {
    path,
    target,
    task,
    columns,
    gaps: "leaveOut" as const,
    scaling,
    ...size,
    ...(group !== undefined && { group }),
  };
  return experimentForData(name, { source: "table", ...read, ...usual }, facts);
}

/**
 * A first experiment with any data: two hidden layers with dropout, with and without it, three seeds, each with a split of its own.
 */
export function experimentForData(
  name: string,
  data: ExperimentInput["data"],
  { task, outputs }: Pick<TableFacts, "task" | "outputs">,
): ExperimentInput {
  const stepsOfEpoch = Math.ceil(data.train / batchSize);
  const wanted = Math.max(usualEpochs, Math.ceil(steps / stepsOfEpoch));
  const affordable = Math.max(fewestEpochs, Math.floor(mostSteps / stepsOfEpoch));
  const hidden = (units: number) => [
    { type: "dense" as const, units },
    { type: "relu" as const },
    { type: "dropout" as const, rate: 0.3 },
  ];
  return {
    name,
    data: { ...data, seed: 1 },
    network: { layers: [...hidden(64), ...hidden(32), { type: "dense", units: outputs }] },
    training: {
      loss: usualLossFor(task),
      optimizer: { type: "adam", learningRate: 0.001 },
      batchSize,
      epochs: Math.min(mostEpochs, wanted, affordable),
    },
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    seeds: [1, 2, 3],
    evaluation: {
      resample: "division" in data && data.division === "inOrder" ? "none" : usualResampling(data.source),
    },
  };
}
