/**
 * The contract's values as JSON text, for a transport that carries text. IPC copies values as they are and needs none
 * of this. JSON lacks bytes and some numbers (NaN, the infinities, minus zero), so these are wrapped:
 * `{"$bytes": "<base64>"}`, `{"$number": "NaN"}`. An object that already looks like a wrapper gets one more `$`, so
 * everything comes back as it was.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, given: unknown) {
    // Node's Buffer has a toJSON of its own; the holder still has the bytes.
    const original = this[key];
    if (original instanceof Uint8Array) return { $bytes: toBase64(original) };
    if (isNumberWithoutJson(given)) return { $number: Object.is(given, -0) ? "-0" : String(given) };
    const name = wrapperName(given);
    return name === null ? given : { [`$${name}`]: (given as Record<string, unknown>)[name] };
  });
}

/** What `toJson` wrote. A wrapper that it would not have written stays an object, which no schema accepts as bytes. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, given: unknown) => {
    const name = wrapperName(given);
    if (name === null) return given;
    const inside = (given as Record<string, unknown>)[name];
    if (name === "$bytes") return (typeof inside === "string" && fromBase64(inside)) || given;
    if (name === "$number") return typeof inside === "string" ? (numbers.get(inside) ?? given) : given;
    return { [name.slice(1)]: inside };
  });
}

const numbers = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

function isNumberWithoutJson(value: unknown): boolean {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
}

/** The only key of an object that is a wrapper, or would be taken for one. */
function wrapperName(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [name, ...others] = Object.keys(value);
  return name !== undefined && others.length === 0 && /^\$+(bytes|number)$/.test(name) ? name : null;
}

/** Characters for one call of String.fromCharCode, which takes each as a parameter. */
const atOnce = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += atOnce) {
    text += String.fromCharCode(...bytes.subarray(from, from + atOnce));
  }
  return btoa(text);
}

/** Null if it is not base64. */
function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
