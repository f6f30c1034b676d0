/**
 * What keeps the scale of the units, of which training drops some and inference none. `inverted`: training multiplies
 * the kept ones by 1 / (1 - rate), as all current frameworks do. `classic`: inference multiplies all by 1 - rate.
 * `none`: nothing does, a mistake to be seen.
 */
export const dropoutScalings = ["inverted", "classic", "none"] as const;
export type DropoutScaling = (typeof dropoutScalings)[number];
