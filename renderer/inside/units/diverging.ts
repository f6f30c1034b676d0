/** Colours for values around 0, on canvases, which CSS cannot reach. */

type Colour = readonly [red: number, green: number, blue: number];

/** From the ground at 0 to one ink for 1 and another for -1. */
export interface Diverging {
  readonly ground: Colour;
  readonly positive: Colour;
  readonly negative: Colour;
}

/** The theme's colours of positive and negative weights, as in the picture of the network. */
export function themeDiverging(): Diverging {
  const style = getComputedStyle(document.documentElement);
  const [ground, positive, negative] = ["--el-bg-color", "--lab-activation", "--el-color-warning"].map(
    (name) => colourOf(style.getPropertyValue(name).trim()),
  ) as [Colour, Colour, Colour];
  return { ground, positive, negative };
}

/** Writes the colour of a value from -1 to 1 at a pixel. */
export function paint(pixels: ImageData, pixel: number, value: number, colours: Diverging): void {
  const ink = value < 0 ? colours.negative : colours.positive;
  const share = Math.min(1, Math.abs(value));
  for (let channel = 0; channel < 3; channel++) {
    const ground = colours.ground[channel]!;
    pixels.data[4 * pixel + channel] = Math.round(ground + share * (ink[channel]! - ground));
  }
  pixels.data[4 * pixel + 3] = 255;
}

/** Of "#rrggbb" or "#rgb". */
function colourOf(text: string): Colour {
  const digits = text.length === 4 ? text.replace(/[\da-f]/gi, "$&$&") : text;
  return [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16)) as unknown as Colour;
}
