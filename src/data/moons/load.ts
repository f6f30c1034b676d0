import { plane } from "../plane";
import { moons as kind } from "./kind";

/** Two half circles of radius 1 that reach into each other (scikit-learn's make_moons). */
export const moons = plane(kind, (label, random) => {
  const angle = Math.PI * random.uniform();
  return label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
});
