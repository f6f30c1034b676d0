import { generated } from "../generated";
import type { ConfigOf } from "../kinds";
import { targetPreview } from "../previews";
import { previewSize } from "../source";
import { line as kind } from "./kind";

/** One standard normal feature and y = x and noise: what dropout does to a regression follows in closed form. */
export const line = generated<ConfigOf<"line">>(kind, {
  inputs: "standardised",
  shown: previewSize.points,
  sampler:
    ({ targetNoise }) =>
    (random, _, row) => {
      // As float32, so that without noise target and input are equal bit for bit.
      row[0] = random.normal();
      return row[0] + targetNoise * random.normal();
    },
  show: (split, features) => targetPreview(split, features, 0, "x"),
});
