/** A kernel of so many weights is wide: below, products are the library's, in float32 whatever the setting, which is faster there. */
export const wideKernel = 2 ** 18;

/** How the products of wide kernels are computed in training: float32, or with factors rounded to bfloat16 and sums in float32. */
export const productPrecisions = ["float32", "bfloat16"] as const;
export type ProductPrecision = (typeof productPrecisions)[number];
