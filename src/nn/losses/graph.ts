import type { GraphLoss } from "./graph-loss";
import type { Loss } from "./kinds";
import { meanSquaredError } from "./meanSquaredError/graph";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy/graph";

/** Every loss as nodes of a graph. */
export const graphLosses: Record<Loss, GraphLoss> = { softmaxCrossEntropy, meanSquaredError };
