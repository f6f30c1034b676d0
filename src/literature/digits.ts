import type { ExperimentInput } from "../experiment/schema";

type Layer = ExperimentInput["network"]["layers"][number];

/** The textbook's network for the lab's digits, each hidden layer followed by what `after` gives. */
export function digitsNetwork(after: () => readonly Layer[]): ExperimentInput["network"] {
  const hidden = [200, 100, 50].flatMap((units): Layer[] => [{ type: "dense", units }, ...after()]);
  return { layers: [...hidden, { type: "dense", units: 10 }] };
}

/** The experiment of the claim with this English title, on the lab's digits: each seed draws its own, under every variant the same. */
export function onDigits(
  title: string,
  {
    train,
    epochs = 40,
    ...rest
  }: { train: number; epochs?: number } & Pick<ExperimentInput, "network" | "variants">,
): ExperimentInput {
  return {
    name: `claim: ${title}`,
    data: { source: "digits", train, validation: 2000, seed: 1 },
    training: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs },
    seeds: [1, 2, 3, 4, 5],
    evaluation: { resample: "draws", snapshots: 0 },
    ...rest,
  };
}

export const reluDropout = (rate: number) => (): Layer[] => [
  { type: "leakyRelu" },
  { type: "dropout", rate },
];

/** Where the dropout layers of such a network stand. */
export const dropoutPlaces = [2, 5, 8];
