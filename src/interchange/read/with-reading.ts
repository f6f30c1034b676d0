import { type Experiment, trainingSchema } from "../../experiment/schema";
import type { NetworkReading } from "./read-text";

type Document = Pick<Experiment, "network" | "training" | "evaluation">;
type Read = Pick<NetworkReading, "layers" | "training" | "evaluation" | "isWhole">;

/** A document with a network that was read, and with what the text says of its training. */
export function withReading<Own extends Document>(document: Own, read: Read): Own {
  const { layers, training, evaluation, isWhole = false } = read;
  const { loss } = document.training;
  const own = isWhole ? trainingSchema.parse({ loss }) : document.training;
  return {
    ...document,
    network: { layers: [...layers] },
    training: { ...own, ...training },
    evaluation: { ...document.evaluation, ...evaluation },
  };
}
