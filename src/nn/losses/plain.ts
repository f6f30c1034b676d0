import type { Loss } from "./kinds";
import { meanSquaredError } from "./meanSquaredError/plain";
import type { PlainLoss } from "./plain-loss";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy/plain";

/** Every loss in tfjs ops. */
export const plainLosses: Record<Loss, PlainLoss> = { softmaxCrossEntropy, meanSquaredError };
