import type { Task } from "../../fields/task";
import type { ProblemCode } from "../../messages/problems.en";

/** A loss as every part of the lab may know it. Its values and gradients are in `plain.ts` and `graph.ts` of its folder. */
export interface LossKind<Type extends string> {
  /** Its name in a document; the page's text has the same name under `losses`. */
  readonly type: Type;
  /** The task whose targets it compares outputs with. The first loss of a task is the one that new experiments get. */
  readonly fits: Task;
  /** What is measured beside it in each epoch. */
  readonly measures: readonly ("loss" | "accuracy")[];
  /** The loss of one sample, in double precision. @param target its class, or its value */
  ofSample(outputs: Float32Array, target: number): number;
  /** The problem of data with another task. */
  readonly misfit: ProblemCode & `loss${string}`;
  /** The warning about an activation after the output layer. */
  readonly activationAfterOutput: ProblemCode & `activation${string}`;
}

export function defineLoss<const Type extends string>(kind: LossKind<Type>): LossKind<Type> {
  return kind;
}
