import { mostPoints, type Plane } from "../contract/inspect-surface";
import type { Dataset, Split } from "../data/dataset";
import type { PreparedFeature } from "../fields/preparation";
import { LabError } from "../messages/failure";
import { ratesOf } from "../nn/network";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";

/** The room around the points, as a share of their range. */
const margin = 0.08;

/** The axes on which the data of a run can be drawn, its points, and why not if they cannot. */
export function planeOf({ plan }: Network, data: Dataset, { epoch, epochs }: RunFacts): Plane {
  const drops = ratesOf(plan.layers).some((rate) => rate > 0);
  const about = { epoch, epochs: [...epochs], drops, inputs: data.features };
  const axes = axesOf(data);
  if (typeof axes === "string") return { ...about, lacks: axes };
  const { train, validation, preparation } = data;
  const { target } = preparation;
  const rangeOfTargets = (): readonly [number, number] =>
    rangeOf(unscaledTargets(data, train), unscaledTargets(data, validation));
  const told = (split: Split) => ({
    of: split.rows,
    at: axes.map((axis, place) => columnOf(data, split, axis, place).slice(0, mostPoints)),
    targets: unscaledTargets(data, split).slice(0, mostPoints),
  });
  return {
    ...about,
    plane: {
      axes: axes.map((axis, place) => {
        const [low, high] = rangeOf(
          columnOf(data, train, axis, place),
          columnOf(data, validation, axis, place),
        );
        const room = margin * (high - low) || 0.5;
        return { name: axis.column, from: low - room, to: high + room };
      }),
      target:
        target.task === "classification"
          ? { task: target.task, classes: target.classes }
          : { task: target.task, ...fromTo(rangeOfTargets()) },
      train: told(train),
      validation: told(validation),
    },
  };
}

/** The features of data that can be drawn: two numbers, or for a regression one. @throws LabError `noPlane` */
export function expectAxes(data: Dataset, count: number): readonly PreparedFeature[] {
  const axes = axesOf(data);
  if (typeof axes === "string" || axes.length !== count) throw new LabError("noPlane");
  return axes;
}

function axesOf({
  image,
  features,
  task,
  preparation,
}: Dataset): PreparedFeature[] | NonNullable<Plane["lacks"]> {
  if (image || !preparation.features) return "picture";
  if (features > 2) return "count";
  if (preparation.features.some(({ kind }) => kind !== "number")) return "kinds";
  if (features === 1 && task === "classification") return "classes";
  return preparation.features;
}

/** A feature's values in its own units. */
function columnOf(
  { features }: Dataset,
  { inputs, rows }: Split,
  { mean, divisor }: PreparedFeature,
  place: number,
): number[] {
  return Array.from({ length: rows }, (_, row) => inputs[row * features + place]! * divisor + mean);
}

function unscaledTargets({ preparation: { target } }: Dataset, { targets }: Split): number[] {
  if (target.task === "classification") return Array.from(targets);
  return Array.from(targets, (value) => value * target.divisor + target.mean);
}

function rangeOf(...lists: readonly (readonly number[])[]): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of lists) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

const fromTo = ([from, to]: readonly [number, number]) => ({ from, to });
