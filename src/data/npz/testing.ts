import { crc32, deflateRawSync } from "node:zlib";

/** An array as numpy.save writes it. @param values in the order in which they are stored */
export function npy(
  type: string,
  shape: readonly number[],
  values: Uint8Array,
  { fortran = false, version = 1 } = {},
): Buffer {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const order = fortran ? "True" : "False";
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${sides}), }`;
  const before = version === 1 ? 10 : 12;
  const padded = text.padEnd(64 * Math.ceil((before + text.length + 1) / 64) - before - 1) + "\n";
  const start = Buffer.alloc(before);
  start.write("\x93NUMPY", "latin1");
  start[6] = version;
  if (version === 1) start.writeUInt16LE(padded.length, 8);
  else start.writeUInt32LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded), values]);
}

/** A zip as numpy.savez and savez_compressed write it. */
export function zipOf(files: Readonly<Record<string, Uint8Array>>, packed = false): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = packed ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}

/** Arrays by name, as one .npz file. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>, packed = false): Buffer {
  return zipOf(
    Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, array])),
    packed,
  );
}
