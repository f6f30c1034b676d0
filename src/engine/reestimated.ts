import type { Dataset } from "../data/dataset";
import type { VarianceShift } from "../experiment/run-end";
import { kindOf, type Layer } from "../nn/layers/kinds";
import { buffersIn, inOrder, inputShapeOf, layerNumber, stateOf } from "../nn/network";
import { sizeOf } from "../nn/shape";
import type { EngineRun, StateVectors } from "./engine";
import { firstRows } from "./first-rows";

export interface Reestimated {
  readonly shift: VarianceShift[];
  /** The network with statistics that are true without dropout. */
  readonly state: StateVectors;
}

/**
 * What dropout before batch normalisation does to its statistics (Li et al. 2019): those that training kept are of inputs with dropout
 * on. Takes them anew over the training split in eval mode, layer by layer, each with the new ones of the layers before.
 * @param beforePart called before each part; may wait or throw
 */
export async function reestimate(
  run: Pick<EngineRun, "inputsOf">,
  layers: readonly Layer[],
  data: Dataset,
  state: StateVectors,
  beforePart: () => Promise<void> | void,
): Promise<Reestimated> {
  const rows = firstRows(data);
  const { weights } = state;
  const buffers = state.buffers.slice();
  const shift: VarianceShift[] = [];
  for (const [layer, { layer: settings, place }] of inOrder(layers).entries()) {
    if (!kindOf(settings).overBatch) continue;
    const partOf = buffersOf(layers, data, layer);
    const channels = partOf("runningMean", buffers).length;
    const trained = await moments(run.inputsOf(layer, rows, state), channels, beforePart);
    shift.push({
      layer: layerNumber(place),
      training: meanOf(partOf("runningVariance", state.buffers)),
      eval: meanOf(trained.variances),
    });
    const own = await moments(run.inputsOf(layer, rows, { weights, buffers }), channels, beforePart);
    partOf("runningMean", buffers).set(own.means);
    partOf("runningVariance", buffers).set(own.variances);
  }
  return { shift, state: { weights, buffers } };
}

/** The parts of the vector of buffers that belong to a layer. */
function buffersOf(layers: readonly Layer[], data: Dataset, layer: number) {
  const tensors = buffersIn(stateOf(layers, inputShapeOf(layers, data)));
  return (wanted: string, buffers: Float32Array): Float32Array => {
    let from = 0;
    for (const tensor of tensors) {
      const to = from + sizeOf(tensor.shape);
      if (tensor.layer === layer && tensor.name === wanted) return buffers.subarray(from, to);
      from = to;
    }
    throw new Error(`layer ${layer} has no ${wanted}`);
  };
}

/** Mean and unbiased variance of each channel, which is the last axis of the values. */
async function moments(
  parts: AsyncIterable<Float32Array>,
  channels: number,
  beforePart: () => Promise<void> | void,
): Promise<{ means: Float64Array; variances: Float64Array }> {
  // Sums of distances from the first values: of the values themselves they would lose digits.
  let first: Float32Array | undefined;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let count = 0;
  await beforePart();
  for await (const values of parts) {
    first ??= values.slice(0, channels);
    for (let place = 0; place < values.length; place++) {
      const channel = place % channels;
      const distance = values[place]! - first[channel]!;
      sums[channel]! += distance;
      squares[channel]! += distance ** 2;
    }
    count += values.length / channels;
    await beforePart();
  }
  const means = sums.map((sum, channel) => first![channel]! + sum / count);
  const variances = squares.map((square, channel) =>
    Math.max(0, (square - sums[channel]! ** 2 / count) / Math.max(1, count - 1)),
  );
  return { means, variances };
}

function meanOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
