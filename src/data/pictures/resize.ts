import type { Decoded } from "./decode";

/** Bytes of a picture, row by row, without opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** In grey or colour, before white as the page of a viewer. Grey is what Pillow calls "L": ITU-R 601-2. */
export function withChannels({ width, height, data }: Decoded, channels: 1 | 3): Picture {
  const pixels = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = data[4 * pixel + 3]!;
    const over = (place: number) => {
      const value = data[4 * pixel + place]!;
      return opacity === 255 ? value : Math.round((value * opacity + 255 * (255 - opacity)) / 255);
    };
    const [red, green, blue] = [over(0), over(1), over(2)];
    if (channels === 1) pixels[pixel] = (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    else pixels.set([red, green, blue], 3 * pixel);
  }
  return { width, height, channels, pixels };
}

/** Whether some pixel is not grey. */
export function hasColour({ data }: Decoded): boolean {
  for (let place = 0; place < data.length; place += 4) {
    const isGrey = data[place] === data[place + 1] && data[place] === data[place + 2];
    if (!isGrey && data[place + 3] !== 0) return true;
  }
  return false;
}

/** Stretched to a size: each pixel is a weighted mean of those around it, as Pillow's bilinear filter has it. */
export function resized(picture: Picture, width: number, height: number): Picture {
  const { channels } = picture;
  const wide = width === picture.width ? picture : { ...picture, width, pixels: acrossRows(picture, width) };
  if (height === wide.height) return wide;
  return { width, height, channels, pixels: downColumns(wide, height) };
}

function acrossRows({ width: from, height, channels, pixels }: Picture, width: number): Uint8Array {
  const result = new Uint8Array(width * height * channels);
  weightsOf(from, width).forEach(({ first, weights }, x) => {
    for (let y = 0; y < height; y++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        let place = (y * from + first) * channels + channel;
        for (const weight of weights) {
          sum += weight * pixels[place]!;
          place += channels;
        }
        result[(y * width + x) * channels + channel] = Math.round(sum);
      }
    }
  });
  return result;
}

function downColumns({ width, height: from, channels, pixels }: Picture, height: number): Uint8Array {
  const row = width * channels;
  const result = new Uint8Array(row * height);
  weightsOf(from, height).forEach(({ first, weights }, y) => {
    for (let place = 0; place < row; place++) {
      let sum = 0;
      weights.forEach((weight, index) => (sum += weight * pixels[(first + index) * row + place]!));
      result[y * row + place] = Math.round(sum);
    }
  });
  return result;
}

/** For each new pixel, the old ones that it covers, with weights of a triangle that sum to 1. */
function weightsOf(from: number, to: number): { first: number; weights: Float64Array }[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_weight, index) =>
      Math.max(0, 1 - Math.abs((first + index + 0.5 - centre) / reach)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
