import { windowOf as windowOfConvolution } from "../nn/layers/conv2d/layer";
import type { Layer } from "../nn/layers/kinds";
import { windowOf as windowOfPool } from "../nn/layers/pool";
import { paddingsOf, placesOf, type Window } from "../nn/layers/windows";
import type { Shape } from "../nn/shape";

/** What one value of a map is made of. */
export interface Patch {
  /** Places of its inputs in the picture that comes in, row-major; those beyond its border are left out. */
  readonly places: readonly number[];
  /** Places of their weights in the kernel; none of a pool. */
  readonly weights: readonly number[];
  /** The filter, or the channel of a pool. */
  readonly channel: number;
}

/** Of a convolution or pool; null for other layers. @param unit the value's place in what the layer puts out */
export function patchOf(layer: Layer, input: Shape, unit: number): Patch | null {
  const [height = 0, width = 0, channels = 0] = input;
  switch (layer.type) {
    case "conv2d":
      return inWindow(input, windowOfConvolution(layer), layer.filters, unit, true);
    case "maxPool2d":
    case "averagePool2d":
      return inWindow(input, windowOfPool(layer), channels, unit, false);
    case "globalAveragePool2d": {
      const places = Array.from({ length: height * width }, (_, pixel) => pixel * channels + unit);
      return { places, weights: [], channel: unit };
    }
    default:
      return null;
  }
}

function inWindow(input: Shape, window: Window, maps: number, unit: number, isWeighed: boolean): Patch {
  const [height, width, channels] = input as [number, number, number];
  const [, columns] = placesOf(input, window);
  const [above, left] = paddingsOf(input, window).map(([before]) => before) as [number, number];
  const channel = unit % maps;
  const pixel = Math.floor(unit / maps);
  const top = Math.floor(pixel / columns) * window.stride - above;
  const first = (pixel % columns) * window.stride - left;
  const [places, weights]: [number[], number[]] = [[], []];
  for (let row = 0; row < window.size; row++) {
    for (let column = 0; column < window.size; column++) {
      const [y, x] = [top + row, first + column];
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const at = (y * width + x) * channels;
      if (!isWeighed) places.push(at + channel);
      for (let each = 0; isWeighed && each < channels; each++) {
        places.push(at + each);
        weights.push(((row * window.size + column) * channels + each) * maps + channel);
      }
    }
  }
  return { places, weights, channel };
}
