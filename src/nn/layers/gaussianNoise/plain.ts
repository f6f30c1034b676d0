import { sizeOf } from "../../shape";
import { drawNormals } from "../normals";
import { plainLayer } from "../plain-layer";
import { gaussianNoise } from "./layer";

/** y = x + deviation · normals, and dE/dx = dE/dy. */
export const gaussianNoisePlain = plainLayer(
  gaussianNoise,
  ({ tf, layer: { deviation }, inputs, mode, random }) => {
    if (deviation === 0 || mode === "eval") return null;
    const [rows, ...shape] = inputs.shape;
    const normals = tf.tensor(drawNormals(random(), rows!, sizeOf(shape)), inputs.shape);
    return { outputs: tf.add(inputs, tf.mul(normals, deviation)), toInputs: (gradient) => gradient };
  },
);
