import { schemasOf } from "../../fields/registry";
import { z } from "../../messages/zod";
import { adam } from "./adam/optimizer";
import { adamW } from "./adamW/optimizer";
import type { OptimizerKind } from "./optimizer-kind";
import { rmsprop } from "./rmsprop/optimizer";
import { sgd } from "./sgd/optimizer";

/** Every optimizer, in the order in which they are offered (docs/how-to-add-an-optimizer.md). */
export const optimizers = [sgd, adam, adamW, rmsprop] as const;

export const optimizerSchema = z.discriminatedUnion("type", schemasOf(optimizers));
export type Optimizer = z.infer<typeof optimizerSchema>;
export type OptimizerType = Optimizer["type"];

/** What a document that names no optimizer trains with. */
export const usualOptimizer: Optimizer = adam.schema.parse({ type: "adam" });

export const optimizerTypes = optimizers.map(({ type }) => type);

export function optimizerOf({ type }: Pick<Optimizer, "type">): OptimizerKind<OptimizerType, z.ZodObject> {
  return optimizers.find((optimizer) => optimizer.type === type)!;
}
