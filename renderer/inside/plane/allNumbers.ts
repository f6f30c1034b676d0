import { floatsIn, type RunSummary, wholesIn } from "../../../src/contract/contract";
import type { Rows } from "../../parts/picture/tableRows";
import type { Told } from "../useEach";
import type { DrawnPlane } from "./points";
import type { VariantSurfaces } from "./usePlane";

/** The surfaces of all variants as one table, point by point, for a file. @param names of the axes */
export function allNumbers(
  { axes, target }: DrawnPlane,
  names: readonly string[],
  variants: readonly RunSummary[],
  told: ReadonlyMap<string, Told<unknown, VariantSurfaces>>,
): Rows {
  const isCurve = axes.length === 1;
  const heads = ["variant", ...names];
  const columns = isCurve
    ? ["eval", "mean", "sd"]
    : target.task === "classification"
      ? ["class", "probability", "mutual information"]
      : ["value", "sd"];
  const rows = variants.flatMap(({ id, variant }) => {
    const said = told.get(id);
    if (!said || !("answer" in said)) return [];
    const [first, passes] = said.answer.surfaces;
    const { resolution } = first!;
    const values = floatsIn(first!.values);
    const classes = first!.classes && wholesIn(first!.classes);
    const mean = passes && floatsIn(passes.values);
    const spread = (passes ?? first!).uncertainty;
    const uncertainty = spread && floatsIn(spread);
    return Array.from(values, (value, place) => {
      const cells = [place % resolution, Math.floor(place / resolution)];
      const at = axes.map(({ from, to }, axis) => from + ((cells[axis]! + 0.5) / resolution) * (to - from));
      const winner = classes && target.task === "classification" ? [target.classes[classes[place]!]!] : [];
      const average = mean ? [mean[place]!] : [];
      return [variant, ...at, ...winner, value, ...average, uncertainty?.[place] ?? null];
    });
  });
  return [[...heads, ...columns], ...rows];
}
