import { plane } from "../plane";
import { circles as kind } from "./kind";

/** A circle of radius 1 around one of radius 0.5. */
export const circles = plane(kind, (label, random) => {
  const angle = 2 * Math.PI * random.uniform();
  const radius = label === 0 ? 1 : 0.5;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});
