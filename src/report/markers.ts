/** The symbol on some points of a curve. */
export interface Marker {
  readonly shape: keyof typeof corners | "ring";
  /** Whether its inside has the background's colour. */
  readonly hollow: boolean;
}

/** Corners at a distance of about 1; each list is a line, and closed shapes end where they begin. */
const corners = {
  triangle: [
    [0, -1.1],
    [1, 0.8],
    [-1, 0.8],
    [0, -1.1],
  ],
  wedge: [
    [0, 1.1],
    [1, -0.8],
    [-1, -0.8],
    [0, 1.1],
  ],
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
    [-0.85, -0.85],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
    [0, -1.2],
  ],
  hourglass: [
    [-0.9, -1],
    [0.9, -1],
    [-0.9, 1],
    [0.9, 1],
    [-0.9, -1],
  ],
  bowtie: [
    [-1, -0.9],
    [-1, 0.9],
    [1, -0.9],
    [1, 0.9],
    [-1, -0.9],
  ],
} as const satisfies Record<string, readonly (readonly [number, number])[]>;

/** Neighbours differ in shape and filling. */
export const markers: readonly Marker[] = [
  { shape: "triangle", hollow: false },
  { shape: "square", hollow: true },
  { shape: "diamond", hollow: false },
  { shape: "ring", hollow: true },
  { shape: "wedge", hollow: false },
  { shape: "hourglass", hollow: true },
  { shape: "square", hollow: false },
  { shape: "triangle", hollow: true },
  { shape: "bowtie", hollow: false },
  { shape: "diamond", hollow: true },
  { shape: "hourglass", hollow: false },
  { shape: "wedge", hollow: true },
  { shape: "bowtie", hollow: true },
];

/** An SVG path of `radius` pixels around a point. */
export function markerPath({ shape }: Marker, x: number, y: number, radius: number): string {
  const at = (value: number) => Math.round(value * 100) / 100;
  if (shape === "ring") {
    const [left, half] = [at(x - radius), at(radius)];
    return `M${left},${at(y)}a${half},${half} 0 1 0 ${at(2 * radius)},0a${half},${half} 0 1 0 ${at(-2 * radius)},0Z`;
  }
  const places = corners[shape].map(([right, down]) => `${at(x + right * radius)},${at(y + down * radius)}`);
  return `M${places.join("L")}Z`;
}

/** Pixels between two markers of a curve. */
const apart = 64;

/**
 * The points of a curve that get a marker: about every 64 pixels, and not at the same places as on its neighbours, so
 * that curves that run together show their markers in turn.
 *
 * @param points from left to right, in pixels; NaN is a gap
 */
export function markedPoints<T extends readonly [number, number]>(points: readonly T[], index: number): T[] {
  const first = points[0]?.[0] ?? 0;
  let next = first + ((index * 19) % apart);
  return points.filter(([x, y]) => {
    if (x < next || !Number.isFinite(y)) return false;
    next = x + apart;
    return true;
  });
}
