import type { RandomStream } from "../random/random";
import { type Drawn, generated } from "./generated";
import { pointsPreview } from "./previews";
import type { DataShape } from "../fields/shape";
import { previewSize, type Source } from "./source";

type Point = readonly [x: number, y: number];
type PlaneConfig = Drawn & { readonly noise: number };

/** Loads a source of `planeKind`: `point` draws a point, to which Gaussian noise is added. */
export function plane(
  kind: { shape(config: PlaneConfig): DataShape | null },
  point: (label: number, random: RandomStream) => Point,
): Source<PlaneConfig> {
  return generated<PlaneConfig>(kind, {
    inputs: "standardised",
    shown: previewSize.points,
    sampler:
      ({ noise }) =>
      (random, index, row) => {
        const label = index % 2;
        const [x, y] = point(label, random);
        row[0] = x + noise * random.normal();
        row[1] = y + noise * random.normal();
        return label;
      },
    show: (split, features) => pointsPreview(split, features, ["x", "y"]),
  });
}
