import { type Experiment, experimentSchema } from "../../../experiment/schema";
import { layersOf } from "../../../experiment/variants";
import { kernelAxes } from "../../../nn/layers/layer-code";
import type { Layer } from "../../../nn/layers/kinds";
import { inverseOf, transposed } from "../../axes";
import type { Tensor } from "../../tensor";
import { type Beside, floatsOf, isFloat } from "./tensors";
import type { OnnxFile } from "./wire";

/** A network that the lab itself wrote: its document stands in the file, with the dropout that an evaluation leaves out. */
export interface OwnNetwork {
  readonly layers: readonly Layer[];
  /** By the lab's own names. */
  readonly tensors: () => Map<string, Tensor>;
}

/** What src/interchange/onnx/model.ts wrote; null for any other file, and for one that another tool has changed. */
export function ownNetwork(
  { producer, metadata, initializers }: OnnxFile,
  beside: Beside,
): OwnNetwork | null {
  if (producer !== "Dropout Lab") return null;
  const document = documentOf(metadata.get("experiment"));
  const variant = document?.variants.find(({ name }) => name === metadata.get("variant"));
  const state = initializers.filter((tensor) => /^layers\.\d/.test(tensor.name) && isFloat(tensor));
  if (!document || !variant || state.length === 0) return null;
  const tensors = () =>
    new Map(
      state.map((tensor): [string, Tensor] => {
        const values = floatsOf(tensor, beside);
        // A convolution's kernel stands as in PyTorch.
        return [
          tensor.name,
          values.shape.length === 4 ? transposed(values, inverseOf(kernelAxes[4])) : values,
        ];
      }),
    );
  return { layers: layersOf(document, variant), tensors };
}

function documentOf(text: string | undefined): Experiment | null {
  try {
    const read = experimentSchema.safeParse(JSON.parse(text ?? ""));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
