/** What the numbers or texts of an array are, as far as the lab reads them. */
export type ItemKind = "bool" | "int" | "uint" | "float" | "bytes" | "text";

/** The header of an array in numpy's format (numpy.lib.format). */
export interface NpyHeader {
  /** null for types that are neither numbers nor short texts: objects, records, complex numbers, dates. */
  readonly item: { readonly kind: ItemKind; readonly bytes: number; readonly littleEndian: boolean } | null;
  /** The type as numpy writes it: `|u1`, `<f8`. */
  readonly type: string;
  /** Whether the first index runs fastest. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Magic, version and the length of what follows, as the longest version has it. */
export const npyStart = 12;

export function isNpy(start: Uint8Array): boolean {
  return magic.every((byte, index) => start[index] === byte);
}

/** Where the description begins, and its length; null if this is no array or a version that does not exist. */
export function npyDescription(start: Uint8Array): { from: number; length: number } | null {
  if (!isNpy(start) || start.length < npyStart) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start[6] === 1) return { from: 10, length: view.getUint16(8, true) };
  return start[6] === 2 || start[6] === 3 ? { from: 12, length: view.getUint32(8, true) } : null;
}

/** Reads the description, which is a Python dictionary; null if it is none of numpy's. */
export function parseNpyDescription(text: string): NpyHeader | null {
  const type = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|(\[))/.exec(text);
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  // Python 2 wrote 3L.
  const shape = /['"]shape['"]\s*:\s*\(([\dL,\s]*)\)/.exec(text);
  if (!type || !fortran || !shape) return null;
  // The fields of a record are a list.
  const name = type[3] === undefined ? (type[1] ?? type[2])! : "record";
  return {
    item: itemOf(name),
    type: name,
    fortran: fortran[1] === "True",
    shape: shape[1]!.split(",").flatMap((side) => (side.trim() === "" ? [] : [parseInt(side, 10)])),
  };
}

const kinds: Partial<Record<string, { kind: ItemKind; sizes?: readonly number[] }>> = {
  b: { kind: "bool", sizes: [1] },
  i: { kind: "int", sizes: [1, 2, 4, 8] },
  u: { kind: "uint", sizes: [1, 2, 4, 8] },
  f: { kind: "float", sizes: [2, 4, 8] },
  S: { kind: "bytes" },
  U: { kind: "text" },
};
/** Longer texts are no names of classes. */
const longestText = 4096;

function itemOf(type: string): NpyHeader["item"] {
  const [, order, letter, size] = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(type) ?? [];
  const found = kinds[letter ?? ""];
  const length = Number(size);
  if (!found || !(found.sizes?.includes(length) ?? (length > 0 && length <= longestText))) return null;
  return {
    kind: found.kind,
    bytes: found.kind === "text" ? 4 * length : length,
    littleEndian: order !== ">",
  };
}

/** numpy's own names of the types, but for the bits of numbers. */
const typeNames: Partial<Record<string, string>> = {
  ...{ b: "bool", i: "int", u: "uint", f: "float", c: "complex" },
  ...{ S: "bytes", U: "str", O: "object", M: "datetime64", m: "timedelta64", V: "void" },
};

/** A type as numpy's users know it: `float64` for `<f8`. */
export function typeName(type: string): string {
  const [, letter = "", size = ""] = /^[<>|=]?([a-zA-Z])(\d*)/.exec(type) ?? [];
  const name = typeNames[letter];
  if (name === undefined) return type;
  return "iufc".includes(letter) ? `${name}${8 * Number(size)}` : name;
}
