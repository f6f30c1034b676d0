import { generated } from "../generated";
import type { ConfigOf } from "../kinds";
import { targetPreview } from "../previews";
import { previewSize } from "../source";
import { friedman1 as kind } from "./kind";

/**
 * Uniform features of which five make the target: 10 sin(π x₁ x₂) + 20 (x₃ - ½)² + 10 x₄ + 5 x₅ and noise
 * (Friedman 1991; scikit-learn's make_friedman1).
 */
export const friedman1 = generated<ConfigOf<"friedman1">>(kind, {
  inputs: "standardised",
  shown: previewSize.points,
  sampler:
    ({ targetNoise }) =>
    (random, _, row) => {
      for (let feature = 0; feature < row.length; feature++) row[feature] = random.uniform();
      const [one, two, three, four, five] = row as unknown as [number, number, number, number, number];
      const wave = 10 * Math.sin(Math.PI * one * two);
      return wave + 20 * (three - 0.5) ** 2 + 10 * four + 5 * five + targetNoise * random.normal();
    },
  // The feature that the target follows most.
  show: (split, features) => targetPreview(split, features, 3, "feature 3"),
});
