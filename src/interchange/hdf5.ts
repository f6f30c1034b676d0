/**
 * The part of the HDF5 format (version 3.0 of its specification, support.hdfgroup.org) that Keras' weights need: groups, and
 * datasets of numbers that lie in one piece. Superblock and object headers of version 0 and 1 with links in messages, which every version of
 * the library since 1.8 reads.
 */
export interface Dataset {
  /** Empty for a single number. */
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array;
}

const undefinedAddress = 0xffffffffffffffffn;

/** Groups by name, and datasets in them. */
interface Group {
  readonly entries: Map<string, Group | Dataset>;
}

/** A file with a dataset for each path, `layers/dense/vars/0`; a name has at most 255 bytes. */
export function hdf5Of(datasets: ReadonlyMap<string, Dataset>): Uint8Array<ArrayBuffer> {
  const file = new Growing();
  const superblock = 96;
  file.place(superblock);
  const root = write(file, treeOf(datasets));
  const head = new Bytes();
  head.bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
  // Versions; sizes of addresses and lengths; widths of group nodes, which this file does not have.
  head.bytes(0, 0, 0, 0, 0, 8, 8, 0, 4, 0, 16, 0, 0, 0, 0, 0);
  head.address(0n).address(undefinedAddress).address(file.length).address(undefinedAddress);
  // The root group's entry: its name, its header, nothing kept beside.
  head.address(0n).address(root).zeros(24);
  return file.whole(head.all);
}

function treeOf(datasets: ReadonlyMap<string, Dataset>): Group {
  const root: Group = { entries: new Map() };
  for (const [path, dataset] of datasets) {
    const names = path.split("/");
    const last = names.pop()!;
    let group = root;
    for (const name of names) {
      const known = group.entries.get(name) ?? { entries: new Map<string, Group | Dataset>() };
      group.entries.set(name, known);
      group = known as Group;
    }
    group.entries.set(last, dataset);
  }
  return root;
}

/** @returns the address of the object's header */
function write(file: Growing, what: Group | Dataset): bigint {
  return "entries" in what ? writeGroup(file, what) : writeDataset(file, what);
}

function writeGroup(file: Growing, { entries }: Group): bigint {
  // The library finds links by name in the order in which they lie.
  const names = [...entries.keys()].sort();
  const links = names.map((name) => {
    const bytes = new TextEncoder().encode(name);
    const address = write(file, entries.get(name)!);
    return { type: 0x06, data: new Bytes().bytes(1, 0, bytes.length, ...bytes).address(address).all };
  });
  const linkInfo = new Bytes().bytes(0, 0).address(undefinedAddress).address(undefinedAddress).all;
  return file.add(header([{ type: 0x02, data: linkInfo }, { type: 0x0a, data: [0, 0] }, ...links]));
}

function writeDataset(file: Growing, { shape, values }: Dataset): bigint {
  const data = file.add(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const space = new Bytes().bytes(1, shape.length, 0, 0, 0, 0, 0, 0);
  for (const size of shape) space.address(BigInt(size));
  const layout = new Bytes().bytes(3, 1).address(data).address(BigInt(values.byteLength));
  return file.add(
    header([
      { type: 0x01, data: space.all },
      { type: 0x03, data: typeOf(values) },
      // No fill value: all of the data is written.
      { type: 0x05, data: [2, 1, 0, 0] },
      { type: 0x08, data: layout.all },
    ]),
  );
}

function typeOf(values: Dataset["values"]): readonly number[] {
  if (values instanceof Float64Array) return float64;
  return values instanceof Float32Array ? float32 : int32;
}

/** Little-endian, of 4 bytes: sign at bit 31, 8 bits of exponent from 23 on with bias 127, 23 of mantissa with an implied 1. */
const float32 = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
/** Of 8 bytes: sign at bit 63, 11 bits of exponent from 52 on with bias 1023, 52 of mantissa. */
const float64 = [0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0];
/** Little-endian, of 4 bytes, signed. */
const int32 = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];

interface Message {
  readonly type: number;
  readonly data: readonly number[];
}

/** An object header of version 1. */
function header(messages: readonly Message[]): Uint8Array<ArrayBuffer> {
  const body = messages.flatMap(({ type, data }) => {
    const size = Math.ceil(data.length / 8) * 8;
    return [...[type, 0, size & 0xff, size >> 8, 0, 0, 0, 0], ...data, ...zeros(size - data.length)];
  });
  const count = messages.length;
  const head = new Bytes().bytes(1, 0, count & 0xff, count >> 8, 1, 0, 0, 0);
  return Uint8Array.from([...head.four(body.length).zeros(4).all, ...body]);
}

const zeros = (count: number): number[] => Array<number>(count).fill(0);

/** Bytes of a header. */
class Bytes {
  readonly all: number[] = [];

  bytes(...values: number[]): this {
    this.all.push(...values);
    return this;
  }

  zeros(count: number): this {
    return this.bytes(...zeros(count));
  }

  four(value: number): this {
    return this.bytes(...[0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff));
  }

  /** An address or a length: 8 bytes, little-endian. */
  address(value: bigint): this {
    for (let shift = 0n; shift < 64n; shift += 8n) this.all.push(Number((value >> shift) & 0xffn));
    return this;
  }
}

/** A file that grows at its end, each part at a multiple of 8. */
class Growing {
  private readonly parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  private end = 0;

  get length(): bigint {
    return BigInt(this.end);
  }

  place(size: number): void {
    this.end += Math.ceil(size / 8) * 8;
  }

  add(bytes: Uint8Array): bigint {
    const at = this.end;
    this.parts.push({ at, bytes });
    this.place(bytes.length);
    return BigInt(at);
  }

  whole(head: readonly number[]): Uint8Array<ArrayBuffer> {
    const file = new Uint8Array(this.end);
    file.set(head);
    for (const { at, bytes } of this.parts) file.set(bytes, at);
    return file;
  }
}
