import type { Tensor } from "../tensor";

/**
 * Arrays of floats in an HDF5 file as Keras writes its weights (h5py with its defaults) and as the lab does: superblock 0, groups by symbol tables
 * or by links in messages, object headers of version 1, arrays in one piece without a filter. The file format specification, version 3.0, sections II to IV, names every field.
 */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** More than any network's weights: groups, arrays and the blocks that hold them. */
const mostBlocks = 200_000;
const deepest = 30;

export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** The arrays by their paths: `layers/dense/vars/0`. @throws Error for what is no such file */
export function readHdf5(bytes: Uint8Array): Map<string, Tensor> {
  return new Hdf5(bytes).arrays;
}

class Hdf5 {
  readonly arrays = new Map<string, Tensor>();
  private readonly view: DataView;
  private blocks = 0;
  private taken = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isHdf5(bytes)) throw new Error("its signature is missing");
    if (bytes[8] !== 0 || bytes[13] !== 8 || bytes[14] !== 8)
      throw new Error(`superblock ${bytes[8]} is not known here`);
    this.object(this.long(64), "", 0);
  }

  /** A number of 8 bytes: an address or a length. */
  private long(at: number): number {
    const value = Number(this.view.getBigUint64(at, true));
    if (value > this.bytes.length) throw new Error("an address lies outside of the file");
    return value;
  }

  private expectWord(at: number, word: string): void {
    if (++this.blocks > mostBlocks) throw new Error("it has more blocks than any network");
    for (let index = 0; index < word.length; index++)
      if (this.view.getUint8(at + index) !== word.charCodeAt(index)) throw new Error(`${word} is missing`);
  }

  /** A group or an array. */
  private object(at: number, path: string, depth: number): void {
    if (depth > deepest || ++this.blocks > mostBlocks) throw new Error("it is nested more than any network");
    if (this.view.getUint8(at) !== 1) throw new Error("an object header is not known here");
    const messages = this.messagesOf(at);
    const table = messages.get(0x11);
    if (table !== undefined) return this.group(this.long(table), this.long(table + 8), path, depth);
    for (const link of messages.links) this.link(link, path, depth);
    const [space, type, layout] = [messages.get(0x01), messages.get(0x03), messages.get(0x08)];
    if (space === undefined || type === undefined || layout === undefined) return;
    if (messages.has(0x0b)) throw new Error(`${path} is compressed`);
    this.array(path, space, type, layout);
  }

  /** A member of a group: `layers`, and where it is. Soft links, which lead to other names, are left out. */
  private link(at: number, path: string, depth: number): void {
    const [version, flags] = [this.view.getUint8(at), this.view.getUint8(at + 1)];
    if (version !== 1) throw new Error("a link is not known here");
    let place = at + 2;
    const isHard = (flags & 8) === 0 || this.view.getUint8(place++) === 0;
    if (!isHard) return;
    place += ((flags & 4) === 0 ? 0 : 8) + ((flags & 16) === 0 ? 0 : 1);
    const width = 2 ** (flags & 3);
    const length = width === 1 ? this.view.getUint8(place) : this.view.getUint16(place, true);
    const start = place + width;
    const name = new TextDecoder().decode(this.bytes.subarray(start, start + length));
    this.object(this.long(start + length), path === "" ? name : `${path}/${name}`, depth + 1);
  }

  /** Where each kind of message of an object has its data; of several of a kind the first, and all links. */
  private messagesOf(at: number): Map<number, number> & { readonly links: readonly number[] } {
    const links: number[] = [];
    const found = Object.assign(new Map<number, number>(), { links });
    const pieces: [number, number][] = [[at + 16, this.view.getUint32(at + 8, true)]];
    let left = this.view.getUint16(at + 2, true);
    for (let piece = pieces.shift(); piece && left > 0; piece = pieces.shift()) {
      let [place, length] = piece;
      while (length >= 8 && left-- > 0) {
        if (++this.blocks > mostBlocks) throw new Error("it has more blocks than any network");
        const [kind, size] = [this.view.getUint16(place, true), this.view.getUint16(place + 2, true)];
        const data = place + 8;
        // A continuation: more messages elsewhere.
        if (kind === 0x10) pieces.push([this.long(data), this.long(data + 8)]);
        else if (kind === 0x06) links.push(data);
        else if (!found.has(kind)) found.set(kind, data);
        place = data + size;
        length -= 8 + size;
      }
    }
    return found;
  }

  /** The members of a group: a tree of tables, whose names lie in a heap. */
  private group(tree: number, heap: number, path: string, depth: number): void {
    this.expectWord(heap, "HEAP");
    const names = this.long(heap + 24);
    this.members(tree, names, path, depth, 0);
  }

  private members(tree: number, names: number, path: string, depth: number, below: number): void {
    if (below > deepest) throw new Error("it is nested more than any network");
    this.expectWord(tree, "TREE");
    const [level, count] = [this.view.getUint8(tree + 5), this.view.getUint16(tree + 6, true)];
    for (let index = 0; index < count; index++) {
      const child = this.long(tree + 24 + 8 + index * 16);
      if (level > 0) this.members(child, names, path, depth, below + 1);
      else this.table(child, names, path, depth);
    }
  }

  private table(at: number, names: number, path: string, depth: number): void {
    this.expectWord(at, "SNOD");
    const count = this.view.getUint16(at + 6, true);
    for (let index = 0; index < count; index++) {
      const entry = at + 8 + index * 40;
      const name = this.nameAt(names + this.long(entry));
      this.object(this.long(entry + 8), path === "" ? name : `${path}/${name}`, depth + 1);
    }
  }

  private nameAt(start: number): string {
    let end = start;
    while (end - start < 256 && this.view.getUint8(end) !== 0) end++;
    return new TextDecoder().decode(this.bytes.subarray(start, end));
  }

  private array(path: string, space: number, type: number, layout: number): void {
    const isFirst = this.view.getUint8(space) === 1;
    const rank = this.view.getUint8(space + 1);
    if (rank > 8) throw new Error(`${path} has ${rank} axes`);
    const shape = Array.from({ length: rank }, (_, axis) => this.long(space + (isFirst ? 8 : 4) + axis * 8));
    const size = this.view.getUint32(type + 4, true);
    const isFloat = (this.view.getUint8(type) & 15) === 1 && (this.view.getUint8(type + 1) & 1) === 0;
    // Whole numbers, such as the state of a seed, are no weights.
    if (!isFloat || (size !== 4 && size !== 8)) return;
    const count = shape.reduce((product, side) => product * side, 1);
    if (this.view.getUint8(layout) < 3 || this.view.getUint8(layout + 1) !== 1)
      throw new Error(`${path} is not in one piece`);
    const length = this.long(layout + 10);
    this.taken += length;
    if (length !== count * size || this.taken > this.bytes.length)
      throw new Error(`${path} does not have the bytes of its shape`);
    const from = count === 0 ? 0 : this.long(layout + 2);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++)
      values[index] =
        size === 4
          ? this.view.getFloat32(from + index * 4, true)
          : this.view.getFloat64(from + index * 8, true);
    this.arrays.set(path, { shape, values });
  }
}
