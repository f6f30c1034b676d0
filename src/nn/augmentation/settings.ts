import { z } from "../../messages/zod";

/** How training changes its pictures, each anew in every step. At 0 or false each changes nothing. */
export const augmentationSchema = z.strictObject({
  /** Up to so many pixels up or down, and left or right; what comes in is background, a raw value of 0. */
  shift: z.int().min(0).max(100).default(0),
  /** Half of the pictures, by chance, are mirrored left to right. */
  flip: z.boolean().default(false),
  /** Standard deviation of what is added to each value as the network gets it, of most pictures grey values from 0 to 1. */
  noise: z.number().min(0).max(1000).default(0),
});
export type AugmentationSettings = Readonly<z.infer<typeof augmentationSchema>>;

/** What a run does with its training pictures. */
export interface Augmentation extends AugmentationSettings {
  /** Height, width and channels. */
  readonly image: readonly [number, number, number];
}

export function augments(settings: AugmentationSettings | undefined): settings is AugmentationSettings {
  return settings !== undefined && (moves(settings) || settings.noise > 0);
}

/** Whether pixels change their places. */
export function moves({ shift, flip }: AugmentationSettings): boolean {
  return shift > 0 || flip;
}

/** Undefined where nothing is changed. Data without pictures are refused with the document (src/experiment/semantics.ts). */
export function augmentationOf(
  settings: AugmentationSettings | undefined,
  image: Augmentation["image"] | undefined,
): Augmentation | undefined {
  if (!augments(settings)) return undefined;
  if (!image) throw new Error("Only pictures can be augmented.");
  return { ...settings, image };
}

/** The `layer` in the address of each stream of random words (src/random/random.ts). */
export const augmentationStreams = { moves: 0, noise: 1 } as const;

/**
 * A moved picture is cut out of the picture with a border of `shift` pixels of background (0): at one of so many rows, at one of so
 * many columns, and as it is or mirrored; as torchvision's RandomCrop with `padding`, then RandomHorizontalFlip. Each takes a
 * random word w of the picture's three: of k choices ⌊w · k / 2³²⌋, exact in float64.
 */
export function choicesOf({ shift, flip }: AugmentationSettings): [number, number, number] {
  return [2 * shift + 1, 2 * shift + 1, flip ? 2 : 1];
}

/** Pixels are numbered row by row. */
export interface Border {
  /** Pixels of the picture with its border, and of one of its rows. */
  readonly size: number;
  readonly across: number;
  /** For each pixel of a picture that is cut out, its place from where the cut begins: as it is, and mirrored. */
  readonly upright: readonly number[];
  readonly mirrored: readonly number[];
}

export function borderOf({ image: [height, width], shift }: Augmentation): Border {
  const across = width + 2 * shift;
  const places = (columnOf: (column: number) => number) =>
    Array.from(
      { length: height * width },
      (_, pixel) => Math.floor(pixel / width) * across + columnOf(pixel % width),
    );
  return {
    size: (height + 2 * shift) * across,
    across,
    upright: places((column) => column),
    mirrored: places((column) => width - 1 - column),
  };
}
