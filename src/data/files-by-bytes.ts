import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readFailure } from "./files";

/** Some servers pack a second time what is packed already. A file that unpacks to itself ends here too. */
const mostLayers = 3;
/** What is unpacked at once: of Node's usual 16 KB, each takes longer to pass on than to unpack. */
const chunkSize = 1 << 17;

/**
 * Reads a file in pieces of the requested length and unpacks it on the way; keeps nothing beyond the requested bytes.
 */
export class ByteReader {
  /** How many layers of gzip were taken off. */
  layers = 0;
  private chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  /**
   * @param stream the bytes, if they are not the whole file
   * @param failure names what went wrong while they were read
   */
  constructor(
    path: string,
    private stream: Readable = createReadStream(path),
    private readonly failure = (error: unknown) => readFailure(error, path),
  ) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Takes off gzip as often as it is there; to be called before anything is read. @throws LabError as `read` does */
  async unpack(): Promise<void> {
    while (this.layers < mostLayers && isGzip(await this.peek(2))) {
      this.layers++;
      const packed = Readable.from(remaining(this.rest, this.chunks, this.stream), { objectMode: false });
      this.rest = Buffer.alloc(0);
      // An error of the file also ends the unpacking, and `read` throws it.
      this.stream = pipeline(packed, createGunzip({ chunkSize }), () => undefined);
      this.chunks = this.stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    }
  }

  /** The next bytes, `length` at most, which stay there to be read. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.rest.length < length) {
      const before = this.rest;
      if (!(await this.readChunk())) break;
      this.rest = Buffer.concat([before, this.rest]);
    }
    return this.rest.subarray(0, length);
  }

  /** The next `length` bytes, fewer at the end of the file. @throws LabError if they cannot be read or unpacked */
  async read(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.rest.length === 0 && !(await this.readChunk())) break;
      const piece = this.rest.subarray(0, length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.rest = this.rest.subarray(piece.length);
    }
    return bytes.subarray(0, filled);
  }

  close(): void {
    this.stream.destroy();
  }

  private async readChunk(): Promise<boolean> {
    try {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      this.rest = next.value;
      return true;
    } catch (error) {
      throw this.failure(error);
    }
  }
}

function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** What is left of a stream, for the next one to unpack. */
async function* remaining(
  rest: Buffer,
  chunks: AsyncIterator<Buffer>,
  stream: Readable,
): AsyncGenerator<Buffer> {
  try {
    yield rest;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } finally {
    stream.destroy();
  }
}
