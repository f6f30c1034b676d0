import type { PicturesConfig } from "./kind";
import type { PictureFile } from "./picture-files";
import type { PictureReader } from "./read-pictures";
import { hasColour } from "./resize";

/** How all pictures are made alike. */
export type Format = Required<Pick<PicturesConfig, "height" | "width" | "channels">>;

/** Pictures of one size are taken as they are up to this side, which networks of dense layers still learn. */
const mostOwnSide = 64;
const usualSide = 32;
/** How many pictures are looked at for colours, from all classes alike. */
const looked = 100;

/** What the document leaves open, by what the files are. A file that is no picture says nothing. */
export async function formatOf(
  config: PicturesConfig,
  files: readonly PictureFile[],
  reader: PictureReader,
): Promise<Format> {
  const { height, width, channels } = config;
  const own = height === undefined || width === undefined ? await sizeOf(files, reader) : { height, width };
  return {
    height: height ?? own.height,
    width: width ?? own.width,
    channels: channels ?? ((await isColoured(files, reader)) ? 3 : 1),
  };
}

async function sizeOf(
  files: readonly PictureFile[],
  reader: PictureReader,
): Promise<{ height: number; width: number }> {
  let size: { height: number; width: number } | null = null;
  let isOne = true;
  await reader.each(files, ({ height, width }) => {
    isOne = height <= mostOwnSide && width <= mostOwnSide;
    if (size !== null) isOne &&= size.height === height && size.width === width;
    size = { height, width };
    return isOne;
  });
  return isOne && size !== null ? size : { height: usualSide, width: usualSide };
}

async function isColoured(files: readonly PictureFile[], reader: PictureReader): Promise<boolean> {
  const step = Math.max(1, Math.floor(files.length / looked));
  let found = false;
  await reader.each(
    files.filter((_, place) => place % step === 0),
    (picture) => {
      found = hasColour(picture);
      return !found;
    },
  );
  return found;
}
