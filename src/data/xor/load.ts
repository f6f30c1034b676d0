import { plane } from "../plane";
import { xor as kind } from "./kind";

/** The corners (±1, ±1) of a square; opposite corners are one class. */
export const xor = plane(kind, (label, random) => {
  const x = random.integer(2) === 0 ? -1 : 1;
  return [x, label === 0 ? x : -x];
});
