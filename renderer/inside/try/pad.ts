/** A grey picture that a person draws: row by row, from 0 (paper) to 1 (ink). */
export interface Pad {
  readonly height: number;
  readonly width: number;
  readonly values: readonly number[];
}

export interface Spot {
  /** In pixels from the upper left corner; the middle of the first pixel is at 0.5. */
  readonly x: number;
  readonly y: number;
}

export function emptyPad(height: number, width: number): Pad {
  return { height, width, values: Array<number>(height * width).fill(0) };
}

/** Half of a stroke's width: about that of MNIST's digits and of those that the lab draws. */
const halfWidth = ({ height, width }: Pad): number => 0.045 * Math.max(height, width);

/** A stroke from one spot to another, with soft edges; it never takes ink away. */
export function stroked(pad: Pad, from: Spot, to: Spot): Pad {
  const reach = halfWidth(pad) + 0.5;
  const values = pad.values.map((value, place) => {
    const middle = { x: (place % pad.width) + 0.5, y: Math.floor(place / pad.width) + 0.5 };
    const ink = Math.min(1, Math.max(0, reach - distance(middle, from, to)));
    return Math.max(value, ink);
  });
  return { ...pad, values };
}

/** From a spot to the nearest point of a line. */
function distance({ x, y }: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}

/** Moved by whole pixels so that its centre of mass is in the middle, as MNIST's digits are; an empty pad stays as it is. */
export function centred(pad: Pad): Pad {
  const { height, width, values } = pad;
  let [mass, x, y] = [0, 0, 0];
  values.forEach((value, place) => {
    mass += value;
    x += value * ((place % width) + 0.5);
    y += value * (Math.floor(place / width) + 0.5);
  });
  if (mass === 0) return pad;
  const right = Math.round(width / 2 - x / mass);
  const down = Math.round(height / 2 - y / mass);
  const at = (row: number, column: number): number =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : values[row * width + column]!;
  return {
    ...pad,
    values: values.map((_, place) => at(Math.floor(place / width) - down, (place % width) - right)),
  };
}
