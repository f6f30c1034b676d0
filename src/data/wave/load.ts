import { generated } from "../generated";
import type { ConfigOf } from "../kinds";
import { targetPreview } from "../previews";
import { previewSize } from "../source";
import { reach, wave as kind } from "./kind";

/** One feature, y = sin 2x + 0.3 x and noise, with a gap in which a network has to guess. */
export const wave = generated<ConfigOf<"wave">>(kind, {
  inputs: "standardised",
  shown: previewSize.points,
  sampler:
    ({ targetNoise, gap }) =>
    (random, _, row) => {
      const place = (2 * reach - gap) * (random.uniform() - 0.5);
      const x = place + (Math.sign(place) * gap) / 2;
      row[0] = x;
      return Math.sin(2 * x) + 0.3 * x + targetNoise * random.normal();
    },
  show: (split, features) => targetPreview(split, features, 0, "x"),
});
