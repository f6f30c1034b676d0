import type { NumberField, ToggleField } from "../../fields/fields";
import type { SettingProblem } from "../../fields/registry";
import type { z } from "../../messages/zod";

/**
 * An optimizer as every part of the lab may know it. How it steps is in the `plain.ts` and `graph.ts` of its folder.
 */
export interface OptimizerKind<Type extends string, Schema extends z.ZodObject> {
  /** Its name in a document; the page's text has the same name under `optimizers`. */
  readonly type: Type;
  /** Settings with their bounds and defaults. */
  readonly schema: Schema;
  /** The names of its own vectors: each has the length of all parameters and is zero at the start. */
  readonly slots: readonly string[];
  /** In the order in which they are shown, after the learning rate that every optimizer has. */
  readonly fields: readonly (NumberField | ToggleField)[];
  /** Settings that are allowed but unwise. */
  warnings(settings: z.output<Schema>): readonly SettingProblem[];
}

export function defineOptimizer<const Type extends string, Schema extends z.ZodObject>(
  kind: OptimizerKind<Type, Schema>,
): OptimizerKind<Type, Schema> {
  return kind;
}
