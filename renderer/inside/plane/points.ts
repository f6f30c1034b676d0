import type { Plane } from "../../../src/contract/contract";
import { type Marker, markerPath } from "../../../src/report/markers";
import { category, inkIn } from "../../../src/report/palette";
import { css, positionOf, scaleColour } from "./paint";

export type DrawnPlane = NonNullable<Plane["plane"]>;
export const splits = ["train", "validation"] as const;
export type SplitName = (typeof splits)[number];

/** Each class also has a shape of its own, for people who cannot distinguish the colours. */
const shapes: readonly Marker["shape"][] = ["ring", "triangle", "square", "diamond", "wedge", "hourglass"];
export const shapeOf = (label: number): Marker => ({ shape: shapes[label % shapes.length]!, hollow: false });

export const radii: Readonly<Record<SplitName, number>> = { train: 3.6, validation: 2 };
/** Values share a scale of so many colours, so that the points of a colour are one path. */
const steps = 12;

export interface PointPath {
  readonly split: SplitName;
  readonly colour: string;
  readonly path: string;
}

/** The points, those of one split and colour as one path. @param at pixels of a point */
export function pointPaths(
  { train, validation, target }: DrawnPlane,
  shown: readonly SplitName[],
  at: (point: readonly number[], target: number) => readonly [x: number, y: number],
  dark: boolean,
): PointPath[] {
  const told = { train, validation };
  // Training points, of which there are fewer, lie on top.
  return [...shown].reverse().flatMap((split) => {
    const { at: columns, targets } = told[split];
    const paths = new Map<number, string[]>();
    targets.forEach((value, row) => {
      const [x, y] = at(
        columns.map((column) => column[row]!),
        value,
      );
      const group =
        target.task === "classification" ? value : Math.round(steps * positionOf(value, target)) / steps;
      const marker = shapeOf(target.task === "classification" ? value : 0);
      if (!paths.has(group)) paths.set(group, []);
      paths.get(group)!.push(markerPath(marker, x, y, radii[split]));
    });
    return [...paths].map(([group, drawn]) => ({
      split,
      colour:
        target.task === "classification"
          ? inkIn(category(group), dark)
          : css(scaleColour("value", group, dark)),
      path: drawn.join(""),
    }));
  });
}
