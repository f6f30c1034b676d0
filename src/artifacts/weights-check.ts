import { shapeOfData } from "../experiment/check";
import type { Experiment, Variant } from "../experiment/schema";
import { experimentOf, layersOf } from "../experiment/variants";
import { inputShapeOf, stateOf } from "../nn/network";
import { type FailureParameters, LabError } from "../messages/failure";
import type { ProblemCode } from "../messages/problems.en";
import { readSafetensors, shortName, type Tensor } from "./safetensors";

/**
 * Throws unless the bytes are the weights of this variant's network: all its tensors and no others, each of its
 * shape, all finite. If only the data files tell the number of inputs, the first tensor's number counts.
 * @throws LabError as `readSafetensors` does, or `weightsTensor…`
 */
export function checkWeights(bytes: Uint8Array, experiment: Experiment, variant: Variant): void {
  const tensors = readSafetensors(bytes);
  const refuse = (code: ProblemCode, name: string, parameters: FailureParameters = {}) =>
    new LabError(code, { tensor: shortName(name), ...parameters });
  const expected = expectedShapes(tensors, experiment, variant);
  for (const [name, shape] of expected) {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name]! : null;
    if (tensor === null) throw refuse("weightsTensorMissing", name);
    if (tensor.shape.join() !== shape.join()) {
      throw refuse("weightsTensorShape", name, {
        found: shapeText(tensor.shape),
        expected: shapeText(shape),
      });
    }
    if (!tensor.values.every(Number.isFinite)) throw refuse("weightsTensorNotFinite", name);
  }
  const extra = Object.keys(tensors).find((name) => !expected.has(name));
  if (extra !== undefined) throw refuse("weightsTensorUnknown", extra);
}

const shapeText = (shape: readonly number[]) => `[${shape.slice(0, mostDimensions).join(", ")}]`;
/** More than any tensor of the lab has; a foreign file may have thousands. */
const mostDimensions = 8;

function expectedShapes(
  tensors: Readonly<Record<string, Tensor>>,
  experiment: Experiment,
  variant: Variant,
): Map<string, readonly number[]> {
  const layers = layersOf(experiment, variant);
  const first = stateOf(layers, [0])[0]?.fullName ?? "";
  const sample = shapeOfData(experimentOf(experiment, variant).data) ?? {
    features: tensors[first]?.shape[0] ?? 0,
  };
  return new Map(
    stateOf(layers, inputShapeOf(layers, sample)).map(({ fullName, shape }) => [fullName, shape]),
  );
}
