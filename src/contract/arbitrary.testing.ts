import fc from "fast-check";
import type { z } from "zod";

/**
 * For tests only: values that a schema of the contract accepts, including awkward ones (texts of all Unicode, ends of
 * ranges, missing optional fields).
 */
export function arbitraryOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const values = unrefined(schema);
  const { type, checks = [] } = (schema as z.core.$ZodTypes)._zod.def;
  const isRefined = checks.some((check) => check._zod.def.check === "custom");
  if (!isRefined && type !== "string" && type !== "number") return values;
  return values.filter((value) => (schema as z.ZodType).safeParse(value).success);
}

/** Of this kind; refinements may still refuse it. */
function unrefined(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return objects(def);
    case "array":
      return fc.array(arbitraryOf(def.element), { ...lengths(schema), size: "small" });
    case "string":
      return texts(schema);
    case "number":
      return numbers(schema);
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "literal":
      return fc.constantFrom(...def.values);
    case "union":
      return fc.oneof(...def.options.map((option) => arbitraryOf(option)));
    case "nullable":
      return fc.option(arbitraryOf(def.innerType), { nil: null });
    case "optional":
    case "default":
    case "prefault":
    case "readonly":
      return arbitraryOf(def.innerType);
    case "record":
      return fc.dictionary(
        fc
          .oneof(fc.string(), fc.constantFrom("constructor", "toJSON", "length"))
          .filter((key) => (def.keyType as z.ZodType).safeParse(key).success && isNoPrototype(key)),
        arbitraryOf(def.valueType),
        { maxKeys: 4 },
      );
    case "custom":
      return fc.uint8Array({ maxLength: 100 });
    case "tuple":
      return fc.tuple(...def.items.map((item) => arbitraryOf(item)));
    case "unknown":
    case "lazy":
      // Of lazy ones the contract has only that of z.json(); what a variant sets is such a value too.
      return fc.jsonValue({ maxDepth: 2 }).filter((value) => isNoPrototype(JSON.stringify(value)));
    default:
      throw new Error(`No values for a schema of type ${def.type} yet.`);
  }
}

/** MessagePack refuses this key, and the lab's documents have no place for it. */
function isNoPrototype(text: string): boolean {
  return !text.includes("__proto__");
}

function objects({ shape }: z.core.$ZodObjectDef): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape);
  const needed = fields.filter(([, field]) => field._zod.optin === undefined).map(([name]) => name);
  return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, arbitraryOf(field)])), {
    requiredKeys: needed,
  });
}

interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly format?: string;
  readonly pattern?: RegExp;
}

/** What the checks of a text, number or list ask for, as far as values can be made to measure. */
function limitsOf(schema: z.core.$ZodType): Limits {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const own = def as { format?: string };
  const checks = (def.checks ?? []).map((check) => check._zod.def as unknown as Record<string, unknown>);
  const found = Object.assign({}, ...checks.map(limitOf)) as Limits;
  return { ...(own.format !== undefined && { format: own.format }), ...found };
}

function limitOf({ check, ...parameters }: Record<string, unknown>): object {
  if (check === "greater_than") return { least: parameters["value"] };
  if (check === "less_than") return { most: parameters["value"] };
  if (check === "min_length") return { least: parameters["minimum"] };
  if (check === "max_length") return { most: parameters["maximum"] };
  return check === "string_format" ? { pattern: parameters["pattern"] } : {};
}

function lengths(schema: z.core.$ZodType): { minLength: number; maxLength: number } {
  const { least = 0, most = Infinity } = limitsOf(schema);
  return { minLength: least, maxLength: Math.min(most, least + 4) };
}

function texts(schema: z.core.$ZodType): fc.Arbitrary<string> {
  const { format, pattern } = limitsOf(schema);
  if (format === "datetime") {
    return fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString());
  }
  if (pattern) return fc.stringMatching(pattern);
  return fc.string({ ...lengths(schema), unit: character });
}

function numbers(schema: z.core.$ZodType): fc.Arbitrary<number> {
  const { least = -Infinity, most = Infinity, format } = limitsOf(schema);
  const ends = format === "safeint" ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
  const range = { min: Math.max(least, -ends), max: Math.min(most, ends) };
  return format === "safeint" ? fc.integer(range) : fc.double({ ...range, noNaN: true });
}

/** Any, also halves of surrogate pairs. fast-check's own unit "binary" takes seconds to make. */
const character = fc.oneof(
  fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)),
);
