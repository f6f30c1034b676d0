import fc from "fast-check";

/**
 * For tests only: input from an attacker or a failing disk. Valid input with a few changes gets further into a
 * program than noise.
 */

type Path = readonly (string | number)[];

/** @param values what may be put in the place of a part, or beside it */
export function mutated(document: unknown, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const edit = fc.record({
    place: fc.nat(),
    act: fc.constantFrom(...acts),
    key: fc.oneof(hostileKeys, fc.string()),
    value: values,
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce<unknown>(editedDocument, document));
}

interface Edit {
  readonly place: number;
  readonly act: (typeof acts)[number];
  readonly key: string;
  readonly value: unknown;
}

const acts = ["replace", "replace", "replace", "remove", "add", "repeat", "wrap"] as const;

/** Names by which a careless program reaches a prototype. */
export const hostileKeys = fc.constantFrom(
  ..."__proto__ constructor prototype toString valueOf hasOwnProperty toJSON then length".split(" "),
);

function editedDocument(document: unknown, { place, act, key, value }: Edit): unknown {
  const places = placesIn(document);
  return changedAt(document, places[place % places.length]!, (part) => {
    switch (act) {
      case "replace":
        return value;
      case "remove":
        return undefined;
      case "wrap":
        return [part];
      case "repeat":
        return Array.isArray(part) ? [...(part as unknown[]), ...(part as unknown[])] : part;
      case "add":
        return Array.isArray(part) ? [...(part as unknown[]), value] : withField(part, key, value);
    }
  });
}

/** As JSON.parse would put it: a field of its own, also where its name is that of the prototype. */
function withField(part: unknown, key: string, value: unknown): unknown {
  if (!isPlain(part)) return part;
  return Object.fromEntries([...entriesOf(part).filter(([name]) => name !== key), [key, value]]);
}

function isPlain(part: unknown): part is Record<string, unknown> {
  return Object.prototype.toString.call(part) === "[object Object]";
}

function placesIn(part: unknown, path: Path = [], found: Path[] = []): Path[] {
  found.push(path);
  // What was put in by an edit before may be without end.
  if (path.length < 12) for (const [key, value] of entriesOf(part)) placesIn(value, [...path, key], found);
  return found;
}

function entriesOf(part: unknown): [string, unknown][] {
  try {
    return Array.isArray(part) || isPlain(part) ? Object.entries(part) : [];
  } catch {
    // A getter of a hostile object.
    return [];
  }
}

function changedAt(part: unknown, [key, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (key === undefined) return change(part);
  if (Array.isArray(part)) {
    return part.map((item: unknown, index) => (index === Number(key) ? changedAt(item, rest, change) : item));
  }
  const fields = part as Record<string, unknown>;
  return withField(fields, String(key), changedAt(fields[key], rest, change));
}

const deepMark = "deep";

/** Everything that JSON can say, including values that a program should not trust. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  weighed(
    5,
    fc.constantFrom(
      ...[null, true, "", [], {}, 0, -1, -0, 0.5, 1e-320, 1e308, -1e308, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 64],
    ),
  ),
  weighed(5, fc.constantFrom("\u0000", "\ud800", "\u202e", "../../etc/passwd", "/dev/zero", "NaN", "\uffff")),
  weighed(5, fc.double()),
  weighed(5, fc.integer()),
  weighed(5, fc.string({ unit: "binary" })),
  weighed(5, fc.jsonValue({ maxDepth: 1 })),
  weighed(1, fc.constant("x".repeat(10_000))),
  weighed(1, fc.constant(deepMark)),
);

function weighed(weight: number, arbitrary: fc.Arbitrary<unknown>) {
  return { weight, arbitrary };
}

/** JSON.stringify cannot write what JSON.parse reads: the mark becomes 10,000 lists, one inside the other. */
export function jsonWithDepth(value: unknown): string {
  const depth = 10_000;
  return (JSON.stringify(value) ?? "").replaceAll(`"${deepMark}"`, "[".repeat(depth) + "]".repeat(depth));
}

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x22, 0x2c, 0x2d, 0x5b, 0x7b] as const;

/** A file with some of its bytes changed, lost, doubled or put in, or cut off. */
export function mutatedBytes(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    // The head of a file says how the rest is read.
    inHead: fc.boolean(),
    act: fc.constantFrom("set", "flip", "put", "lose", "double", "cut"),
    byte: fc.oneof(fc.constantFrom(...interesting), fc.integer({ min: 0, max: 255 })),
    length: fc.integer({ min: 1, max: 64 }),
  });
  return fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) =>
    edits.reduce<Uint8Array>((bytes, { place, inHead, act, byte, length }) => {
      const at = Math.floor(place * (inHead ? Math.min(64, bytes.length) : bytes.length));
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      switch (act) {
        case "set":
        case "flip": {
          const changed = bytes.slice();
          if (at < changed.length) changed[at] = act === "set" ? byte : changed[at]! ^ (1 << (byte % 8));
          return changed;
        }
        case "put":
          return joined(before, new Uint8Array(length).fill(byte), after);
        case "lose":
          return joined(before, after.subarray(length));
        case "double":
          return joined(before, after.subarray(0, length), after);
        case "cut":
          return before;
      }
    }, bytesOf(file)),
  );
}

/** A Buffer's slices would share its bytes. */
function bytesOf(file: Uint8Array): Uint8Array {
  return Uint8Array.from(file);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return bytesOf(Buffer.concat(parts));
}
