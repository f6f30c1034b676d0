import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Read at a time: little enough for the processor's cache. */
const pieceBytes = 2 ** 18;

/** Closes what nobody holds any more. */
const unused = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** An open file that nobody changes: what is in it can be read as long as this is held, also once its name is gone. */
export class KeptFile {
  readonly bytes: number;

  private constructor(readonly descriptor: number) {
    unused.register(this, descriptor, this);
    this.bytes = fstatSync(descriptor).size;
  }

  /** @throws the system's errors */
  static at(path: string): KeptFile {
    return new KeptFile(openSync(path, "r"));
  }

  /** At once: nobody reads from it any more. */
  close(): void {
    unused.unregister(this);
    closeSync(this.descriptor);
  }

  /**
   * Fills these bytes from this place on.
   * @throws Error if the file ends before, and the system's errors
   */
  readInto(bytes: Uint8Array, place: number): void {
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.descriptor, bytes, done, bytes.length - done, place + done);
      if (read === 0) throw new Error(`the file ends at ${place + done} of its ${this.bytes} bytes`);
      done += read;
    }
  }

  /** So many bytes from this place on, piece by piece. @param into keeps them all; without it a piece is there until the next one */
  *pieces(place: number, bytes: number, into?: Uint8Array): Generator<Uint8Array> {
    const own = into ?? new Uint8Array(Math.min(bytes, pieceBytes));
    for (let done = 0; done < bytes; done += pieceBytes) {
      const begin = into ? done : 0;
      const piece = own.subarray(begin, begin + Math.min(pieceBytes, bytes - done));
      this.readInto(piece, place + done);
      yield piece;
    }
  }

  /** Float32 numbers from this place on, in memory of their own. */
  numbers(place: number, count: number): Float32Array {
    const numbers = new Float32Array(count);
    this.readInto(new Uint8Array(numbers.buffer), place);
    return numbers;
  }
}
