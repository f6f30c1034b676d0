import type { SettingProblem } from "../../fields/registry";
import type { ColumnChoice } from "../../fields/table";
import { z } from "../../messages/zod";

/** Pixels of a side. */
const mostSide = 1024;
const side = z.int().min(1).max(mostSide).optional();

/** The size of the pictures that a table's rows are; what is absent is as the lab proposes it. */
export const sizeSettings = {
  height: side,
  width: side,
  /** 1: grey, 3: colour. */
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  /** Of colour: `last`, the three values of a pixel stand side by side; `first`, all of red before all of green and blue. */
  channelOrder: z.enum(["last", "first"]).optional(),
};
export type PictureSize = z.infer<z.ZodObject<typeof sizeSettings>>;
/** Height, width and channels. */
export type WholeSize = Required<Omit<PictureSize, "channelOrder">>;
export type ChannelOrder = NonNullable<PictureSize["channelOrder"]>;
const keys = ["height", "width", "channels"] as const;

export const sizeFields = [
  { kind: "choice", key: "channels", options: [1, 3], texts: "channels" },
  { kind: "number", key: "height", min: 1, max: mostSide },
  { kind: "number", key: "width", min: 1, max: mostSide },
  { kind: "choice", key: "channelOrder", options: ["last", "first"], texts: "channelOrders" },
] as const;

/** Only these leave pixels as they are. */
export const pixelScalings: readonly (string | undefined)[] = [undefined, "by255", "none"];

/** How much longer one side of a guess may be. */
const mostRatio = 4;
/** Fewer values are hardly pictures, unless they are square. */
const leastPixels = 64;
/** Many numbers are those of small squares in colour. */
const leastColourSide = 16;

/**
 * A guess at the size of pictures of so many values: square, grey rather than in colour; else upright, with sides as equal as can be.
 * @returns null if no size is likely
 */
export function guessedSize(features: number, channels?: 1 | 3): WholeSize | null {
  const tried = channels === undefined ? ([1, 3] as const) : [channels];
  const sizes = tried.flatMap((each) => {
    const width = widthOf(features / each);
    const size = { height: features / each / width, width, channels: each } as WholeSize;
    const isLikely = channels !== undefined || each === 1 || width >= leastColourSide;
    const fits = width > 1 && size.height <= mostRatio * width && size.height <= mostSide;
    return fits && isLikely ? [size] : [];
  });
  const likely = features >= leastPixels ? sizes : sizes.filter(({ height, width }) => height === width);
  return likely.find(({ height, width }) => height === width) ?? likely[0] ?? null;
}

/** The shorter side of the rectangle of so many pixels that is nearest to a square; 0 if they are no whole number. */
function widthOf(pixels: number): number {
  if (!Number.isInteger(pixels)) return 0;
  let width = Math.floor(Math.sqrt(pixels));
  while (pixels % width !== 0) width--;
  return width;
}

/**
 * Whether the values of some pictures stand pixel by pixel or plane by plane: read in the right way, pixels above each other differ least.
 * @param rows each of height × width × 3 values
 */
export function guessedOrder(
  rows: readonly ArrayLike<number>[],
  { height, width }: Pick<WholeSize, "height" | "width">,
): ChannelOrder {
  const pixels = height * width;
  let [last, first] = [0, 0];
  for (const row of rows) {
    for (let at = 0; at < 3 * pixels; at++) {
      if (at + 3 * width < 3 * pixels) last += Math.abs(row[at + 3 * width]! - row[at]!) || 0;
      if ((at % pixels) + width < pixels) first += Math.abs(row[at + width]! - row[at]!) || 0;
    }
  }
  return first < last ? "first" : "last";
}

/** What a document says of the size, the rest as guessed; null if it says nothing. */
export function sizeOf({ height, width, channels }: PictureSize, features: number): WholeSize | null {
  if (height === undefined && width === undefined && channels === undefined) return null;
  const depth = channels ?? 1;
  const guess = guessedSize(features, depth);
  const pixels = features / depth;
  const other = (side: number | undefined) => Math.max(1, Math.floor(pixels / (side ?? pixels)));
  if (height === undefined && width === undefined && guess) return guess;
  return { height: height ?? other(width), width: width ?? other(height), channels: depth };
}

export function isSizeOf({ height, width, channels }: WholeSize, features: number): boolean {
  return height * width * channels === features && Number.isInteger(height) && Number.isInteger(width);
}

export function sizeText({ height, width, channels }: WholeSize): string {
  return [height, width, ...(channels > 1 ? [channels] : [])].join(" × ");
}

/** How many values the pictures have by their columns. */
function pixelsIn(columns: readonly ColumnChoice[]): number {
  return columns.filter(({ role }) => role === "feature").length;
}

interface Sized extends PictureSize {
  readonly columns?: readonly ColumnChoice[] | undefined;
  readonly scaling?: string | undefined;
}

export function sizeProblems(data: Sized): SettingProblem[] {
  const field = keys.find((key) => data[key] !== undefined);
  if (field === undefined) return [];
  if (!pixelScalings.includes(data.scaling)) return [{ field, code: "sizeOfScaled", parameters: {} }];
  const { columns } = data;
  if (!columns) return [];
  const others = columns.flatMap(({ name, role, kind }, place) =>
    role === "feature" && kind !== "number" ? [name || String(place + 1)] : [],
  );
  if (others.length > 0) {
    return [{ field, code: "sizeOfWords", parameters: { columns: others.slice(0, 5).join(", ") } }];
  }
  const features = pixelsIn(columns);
  const size = sizeOf(data, features)!;
  if (isSizeOf(size, features)) return [];
  return [{ field, code: "sizeOfOthers", parameters: { size: sizeText(size), features } }];
}

/** What the size becomes if a person changes a setting: the other side follows, if the pixels can be divided so. */
export function followedSize(data: Sized, key: string): Partial<PictureSize> {
  const features = pixelsIn(data.columns ?? []);
  const unknown = { height: undefined, width: undefined, channels: undefined, channelOrder: undefined };
  const hasSize = keys.some((each) => data[each] !== undefined);
  if (key === "scaling") return hasSize && !pixelScalings.includes(data.scaling) ? unknown : {};
  if (key === "columns") {
    const size = sizeOf(data, features);
    return size && !isSizeOf(size, features) ? unknown : {};
  }
  const { channels = 1 } = data;
  if (key === "channels")
    return {
      ...guessedSize(features, channels),
      channelOrder: channels === 3 ? (data.channelOrder ?? "last") : undefined,
    };
  const other = key === "height" ? "width" : key === "width" ? "height" : null;
  const given = other && data[key as "height" | "width"];
  const followed = given ? features / channels / given : 0;
  return other && Number.isInteger(followed) && followed > 0 && followed <= mostSide
    ? { [other]: followed }
    : {};
}
