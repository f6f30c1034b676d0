import type { RawFeature } from "../source";
import type { Preparation, TableFeature } from "./features";
import { columnKey } from "./kind";

/**
 * What each number of an input row is, for people who use trained weights on other rows.
 * @param fills what was filled in where a column had no value
 * @param divisor of the columns of numbers
 */
export function toldFeatures(
  { features }: Preparation,
  fills: ReadonlyMap<TableFeature, number>,
  divisor: number,
): RawFeature[] {
  return features.flatMap((feature): RawFeature[] => {
    const { column, kind, categories, yes, unit } = feature;
    const fill = fills.get(feature);
    const about = { column: columnKey(column, column.number), kind };
    if (kind === "category") {
      return [...categories].map(([category, number]) => ({
        ...about,
        category,
        ...(fill !== undefined && { fill: Number(fill === number) }),
      }));
    }
    const by = kind === "number" ? divisor : 1;
    return [
      {
        ...about,
        ...(yes !== undefined && { yes }),
        ...(unit !== undefined && { unit }),
        ...(fill !== undefined && { fill: fill * by }),
        divisor: by,
      },
    ];
  });
}
