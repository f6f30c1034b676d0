import { generated } from "../generated";
import { pointsPreview } from "../previews";
import type { ConfigOf } from "../kinds";
import { previewSize } from "../source";
import { clusters as kind } from "./kind";

/**
 * One Gaussian cluster of standard deviation 1 for each class, in many dimensions of which only the first
 * `informative` differ between the centres (normal, standard deviation `separation`). A share `labelNoise` of the
 * samples gets a class drawn from all of them.
 */
export const clusters = generated<ConfigOf<"clusters">>(kind, {
  inputs: "standardised",
  shown: previewSize.points,
  sampler: ({ informative, classes, separation, labelNoise }, common) => {
    const centres = Array.from({ length: classes }, () =>
      Float64Array.from({ length: informative }, () => separation * common.normal()),
    );
    return (random, index, row) => {
      const own = index % classes;
      const centre = centres[own]!;
      const label = random.uniform() < labelNoise ? random.integer(classes) : own;
      for (let feature = 0; feature < row.length; feature++) {
        row[feature] = random.normal() + (centre[feature] ?? 0);
      }
      return label;
    };
  },
  show: (split, features) => pointsPreview(split, features, ["feature 0", "feature 1"]),
});
