import { plane } from "../plane";
import { spirals as kind } from "./kind";

/** Two arms of one and three quarter turns out to radius 2, as in TensorFlow Playground. */
export const spirals = plane(kind, (label, random) => {
  const way = random.uniform();
  const angle = 2 * Math.PI * 1.75 * way + Math.PI * label;
  return [2 * way * Math.sin(angle), 2 * way * Math.cos(angle)];
});
