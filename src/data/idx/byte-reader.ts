import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readFailure } from "../files";

/**
 * Reads a file in pieces of the requested length and unpacks it on the way; keeps nothing beyond the requested bytes.
 */
export class ByteReader {
  private readonly stream: Readable;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    private readonly path: string,
    gzipped: boolean,
  ) {
    const file = createReadStream(path);
    // An error of the file also ends the unpacking, and `read` throws it.
    this.stream = gzipped ? pipeline(file, createGunzip(), () => undefined) : file;
    this.chunks = this.stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
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
      throw readFailure(error, this.path);
    }
  }
}
