import { z } from "../../../messages/zod";
import { initializerNames, initializerOf } from "../../initializers/kinds";
import { isKnown, type Shape } from "../../shape";
import { layerKind } from "../layer-kind";
import { penaltyOf } from "../penalty";
import { kernelOf, shortcutBetween } from "./shortcut";

/**
 * A residual block (He et al. 2016): what its layers put out, plus what they were given. Where the two differ in shape, a kernel
 * without bias stands on the shortcut, the paper's projection; the shapes alone decide.
 * @param inner the schema of a block's layers
 */
export function residualKind<Inner extends z.ZodType>(inner: Inner) {
  return layerKind({
    schema: z.strictObject({
      type: z.literal("residual"),
      layers: z.array(inner).min(1).max(50),
      initializer: z.enum(initializerNames).default("pytorch"),
    }),
    state(_block, body, given) {
      const shape = kernelOf(shortcutBetween(given!, body));
      return shape ? [{ name: "shortcut.kernel", shape, trainable: true, penalised: penaltyOf({}) }] : [];
    },
    initialValues({ initializer }, body, random, given): Record<string, () => number> {
      const shape = kernelOf(shortcutBetween(given!, body));
      if (!shape) return {};
      const [inputs, outputs] = [shape.at(-2)!, shape.at(-1)!];
      return { "shortcut.kernel": initializerOf(initializer).kernel({ inputs, outputs })(random()) };
    },
    multiplications(_block, body, given) {
      const way = shortcutBetween(given!, body);
      const weights = kernelOf(way)?.reduce((product, size) => product * size, 1) ?? 0;
      return way?.kind === "pixels" ? weights * body[0]! * body[1]! : weights;
    },
    nonlinear: true,
    faults(_block, body, given) {
      if (!isKnown(body) || !isKnown(given!) || shortcutBetween(given!, body)) return [];
      return [{ code: "shortcutShape", parameters: { before: textOf(given!), after: textOf(body) } }];
    },
  });
}

const textOf = (shape: Shape) => shape.join(" × ");
