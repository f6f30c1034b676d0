import type { RandomStream } from "../random/random";
import { generated } from "./generated";
import { pointsPreview } from "./previews";
import { previewSize, type ConfigOf } from "./source";

type Point = readonly [x: number, y: number];

/** A source of two classes in the plane: `point` draws a point, to which Gaussian noise is added. */
function plane(point: (label: number, random: RandomStream) => Point) {
  return generated<ConfigOf<"moons" | "circles" | "spirals" | "xor">>({
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

/** Two half circles of radius 1 that reach into each other (scikit-learn's make_moons). */
export const moons = plane((label, random) => {
  const angle = Math.PI * random.uniform();
  return label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
});

/** A circle of radius 1 around one of radius 0.5. */
export const circles = plane((label, random) => {
  const angle = 2 * Math.PI * random.uniform();
  const radius = label === 0 ? 1 : 0.5;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});

/** Two arms of one and three quarter turns out to radius 2, as in TensorFlow Playground. */
export const spirals = plane((label, random) => {
  const way = random.uniform();
  const angle = 2 * Math.PI * 1.75 * way + Math.PI * label;
  return [2 * way * Math.sin(angle), 2 * way * Math.cos(angle)];
});

/** The corners (±1, ±1) of a square; opposite corners are one class. */
export const xor = plane((label, random) => {
  const x = random.integer(2) === 0 ? -1 : 1;
  return [x, label === 0 ? x : -x];
});
