import { shapeOfData } from "../experiment/check";
import type { Experiment, Variant } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import { LabError } from "../messages/failure";
import { readSafetensors, type Tensor } from "./safetensors";

/**
 * Throws unless the bytes are the weights of this variant's network: all its tensors and no others, each of its
 * shape, all finite. If only the data files tell the number of inputs, the first kernel's number counts.
 * @throws LabError `weightsDamaged`, `weightsNotOfNetwork`
 */
export function checkWeights(bytes: Uint8Array, experiment: Experiment, variant: Variant): void {
  const tensors = readSafetensors(bytes);
  const refuse = (detail: string) => new LabError("weightsNotOfNetwork", { detail });
  const expected = expectedShapes(tensors, experiment, variant);
  for (const [name, shape] of expected) {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name]! : null;
    if (tensor === null) throw refuse(`${name} is missing`);
    if (tensor.shape.join() !== shape.join()) {
      throw refuse(`${name} has shape [${tensor.shape.join(", ")}] in place of [${shape.join(", ")}]`);
    }
    if (!tensor.values.every(Number.isFinite)) throw refuse(`${name} has values that are not finite`);
  }
  const extra = Object.keys(tensors).find((name) => !expected.has(name));
  if (extra !== undefined) throw refuse(`${extra} is of no layer`);
}

function expectedShapes(
  tensors: Readonly<Record<string, Tensor>>,
  experiment: Experiment,
  variant: Variant,
): Map<string, readonly number[]> {
  const expected = new Map<string, readonly number[]>();
  let inputs = shapeOfData(experiment.data)?.features ?? null;
  layersOf(experiment, variant).forEach((layer, place) => {
    if (layer.type !== "dense") return;
    inputs ??= tensors[`layers.${place}.kernel`]?.shape[0] ?? 0;
    expected.set(`layers.${place}.kernel`, [inputs, layer.units]);
    expected.set(`layers.${place}.bias`, [layer.units]);
    inputs = layer.units;
  });
  return expected;
}
