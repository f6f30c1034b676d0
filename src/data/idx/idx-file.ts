import { LabError } from "../../messages/failure";
import { ByteReader } from "./byte-reader";
import { fileOf, fileSize, readStart } from "../files";

/** An IDX file of unsigned bytes: the format of MNIST and its relatives. */
export interface IdxFile {
  /** Number of entries, then the sides of one entry: [count, rows, columns] for images, [count] for labels. */
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

/** EMNIST's largest file holds 0.55 GB. */
const maximumBytes = 2 ** 30;
/** No deflate stream grows by a larger factor when it is unpacked (zlib's technical details). */
const maximumGzipRatio = 1032;
const unsignedByte = 0x08;

/**
 * Reads an IDX file, gzipped or plain: big-endian magic number (0, 0, type, number of dimensions), one uint32 per
 * dimension, then the values. The lab checks the header against the file's size before it allocates memory, and never
 * unpacks more than the header's size.
 * @throws LabError `idxNotIdx`, `idxNotBytes`, `idxDimensions`, `idxTooLarge`, `idxTooShort`, `idxTooLong`,
 * `fileDamaged` and those of `fileSize`
 */
export async function readIdx(path: string, dimensionCount: 1 | 3): Promise<IdxFile> {
  const size = await fileSize(path);
  const [first, second] = await readStart(path, 2);
  const gzipped = first === 0x1f && second === 0x8b;
  const reader = new ByteReader(path, gzipped);
  try {
    const magic = await reader.read(4);
    if (magic.length < 4 || magic[0] !== 0 || magic[1] !== 0) throw new LabError("idxNotIdx", fileOf(path));
    if (magic[2] !== unsignedByte) throw new LabError("idxNotBytes", fileOf(path));
    if (magic[3] !== dimensionCount) {
      const code = dimensionCount === 3 ? "idxNotImages" : "idxNotLabels";
      throw new LabError(code, { ...fileOf(path), dimensions: magic[3]! });
    }
    const header = await reader.read(4 * dimensionCount);
    if (header.length < 4 * dimensionCount) throw new LabError("idxNotIdx", fileOf(path));
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const dimensions = Array.from({ length: dimensionCount }, (_, index) => view.getUint32(4 * index));
    const promised = dimensions.reduce((product, side) => product * side, 1);
    if (promised > maximumBytes) throw new LabError("idxTooLarge", { ...fileOf(path), promised });
    if (promised > size * (gzipped ? maximumGzipRatio : 1)) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: size });
    }
    const values = await reader.read(promised);
    if (values.length < promised) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: values.length });
    }
    if ((await reader.read(1)).length > 0) throw new LabError("idxTooLong", { ...fileOf(path), promised });
    return { dimensions, values };
  } finally {
    reader.close();
  }
}
