import { type DataConfig, shapeOfData } from "../data/kinds";
import type { Preparation } from "../fields/preparation";
import type { SampleShape } from "../nn/network";

/**
 * The shape of a run's input row. Of runs that a lab trained before preparations told of `picture`, the document may tell the sides.
 * @returns null if only the data tell it, as of such a table whose rows are pictures by a guess
 */
export function sampleShapeOf(
  { image, picture, features = [] }: Preparation,
  config: DataConfig,
): SampleShape | null {
  const sides = image?.shape ?? picture;
  if (sides) return { features: sides[0] * sides[1] * sides[2], image: sides };
  const known = shapeOfData(config);
  if (known) return known;
  if (config.source !== "table") return { features: features.length };
  const { height, width, channels, scaling } = config;
  if (height !== undefined && width !== undefined && channels !== undefined)
    return { features: features.length, image: [height, width, channels] };
  return scaling === "by255" || scaling === undefined ? null : { features: features.length };
}
