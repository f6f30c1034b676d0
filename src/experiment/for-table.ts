import { usualLossFor } from "../nn/losses/kinds";
import type { TableFacts } from "../data/table/kind";
import type { ExperimentInput } from "./schema";

/** A quarter of the rows is enough for validation, and more than this many are not needed. */
const mostValidation = 5_000;
/** More rows make a first look slow. */
const mostTraining = 20_000;
/** The steps in which a network of this size learns, and the most epochs for them. */
const steps = 2_000;
const [fewestEpochs, mostEpochs] = [20, 200];
const batchSize = 32;

/** A first experiment with a table. */
export function experimentForTable(name: string, facts: TableFacts): ExperimentInput {
  const { path, target, task, columns, scaling, rows } = facts;
  const whole = { train: rows, validation: rows };
  return experimentForData(
    name,
    { source: "table", path, target, task, columns, gaps: "leaveOut", scaling, ...whole },
    facts,
  );
}

/**
 * A first experiment with any data: two hidden layers with dropout, with and without it, three seeds.
 * @param data whose numbers of samples and seed are replaced
 */
export function experimentForData(
  name: string,
  data: ExperimentInput["data"],
  { task, rows, outputs }: Pick<TableFacts, "task" | "rows" | "outputs">,
): ExperimentInput {
  const validation = Math.min(mostValidation, Math.max(1, Math.round(rows / 4)));
  const train = Math.min(mostTraining, Math.max(1, rows - validation));
  const epochs = Math.ceil(steps / Math.ceil(train / batchSize));
  const hidden = (units: number) => [
    { type: "dense" as const, units },
    { type: "relu" as const },
    { type: "dropout" as const, rate: 0.3 },
  ];
  return {
    name,
    data: { ...data, train, validation, seed: 1 },
    network: { layers: [...hidden(64), ...hidden(32), { type: "dense", units: outputs }] },
    training: {
      loss: usualLossFor(task),
      optimizer: { type: "adam", learningRate: 0.001 },
      batchSize,
      epochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
    },
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    seeds: [1, 2, 3],
  };
}
