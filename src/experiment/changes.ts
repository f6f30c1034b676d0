import { z } from "../messages/zod";
import type { ColumnChoice } from "../fields/table";
import type { Fault } from "../messages/failure";
import { fault, faultsOfSchema, pathText } from "./faults";
import { refusalOf } from "./refusals";
import { dataSchema, type Experiment, experimentSchema, type Variant } from "./schema";

/** The parts of a document of which a variant may `set` what is below them (refusals.ts). */
export const changeableSchema = experimentSchema.pick({
  data: true,
  network: true,
  training: true,
  evaluation: true,
});
/** These parts, also of a draft, whose data may lack their file. */
export type Changeable = Omit<z.infer<typeof changeableSchema>, "data"> & {
  readonly data: Pick<Experiment["data"], "source">;
};
const changeableParts = Object.keys(changeableSchema.shape) as (keyof Changeable)[];

/** A path's steps from the document's top: "network.layers[3].rate" → network, layers, 3, rate. */
type Steps = readonly (string | number)[];

/** @returns null for what is no path */
export function stepsOf(path: string): Steps | null {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d{1,4}\])*$/.test(path)) return null;
  return [...path.matchAll(/\[(\d+)\]|\w+/g)].map(([name, index]) =>
    index === undefined ? name : Number(index),
  );
}

/** Whether a variant may set what is at this path. */
export function isChangeable(path: string): boolean {
  const root = stepsOf(path)?.[0];
  return changeableParts.some((part) => part === root) && refusalOf(path) === null;
}

/** The place of one of a variant's changes in the document: `variants[1].set["training.l2"]`. */
export function placeOfChange(variant: number, path: string): string {
  return pathText(["variants", variant, "set", path]);
}

interface Changed<Document> {
  /** Null if there are faults. */
  readonly value: Document | null;
  /** With the path of the setting, not of the variant. */
  readonly faults: readonly Fault[];
}

/**
 * The document with a variant's changes, one after another: what holds a setting before the setting itself. Null as a value
 * leaves an optional setting out, and a group of settings that is left out is made. A changed `type` keeps those settings
 * that the new type has too. Paths into parts that the document lacks are skipped.
 */
export function changedBy<Document extends Partial<Changeable>>(
  document: Document,
  set: NonNullable<Variant["set"]>,
): Changed<Document> {
  const changes = Object.entries(set).map(([path, value]) => ({ path, value, steps: stepsOf(path) }));
  changes.sort((one, other) => (one.steps?.length ?? 0) - (other.steps?.length ?? 0));
  const touched = changeableParts.filter(
    (part) => document[part] !== undefined && changes.some(({ steps }) => steps?.[0] === part),
  );
  const before = Object.fromEntries(touched.map((part) => [part, document[part]]));
  const changed = JSON.parse(JSON.stringify(before)) as Record<string, unknown>;
  const faults: Fault[] = [];
  for (const { path, value, steps } of changes) {
    const isPlace = steps !== null && Object.hasOwn(experimentSchema.shape, steps[0]!);
    const refused = isPlace ? refusalOf(path) : "setUnknown";
    if (refused !== null) faults.push(fault(path, refused, { path }));
    else if (Object.hasOwn(changed, steps![0]!) && !put(changed, steps!, value))
      faults.push(fault(path, "setUnknown", { path }));
  }
  faults.push(...targetFaults(before, changed));
  if (faults.length > 0) return { value: null, faults };
  // To make a schema takes longer than all else here.
  if (touched.length === 0) return { value: document, faults };
  const present = Object.fromEntries(touched.map((part) => [part, true])) as Record<keyof Changeable, true>;
  const { value, faults: found } = faultsOfSchema(changeableSchema.pick(present), changed);
  return { value: value && { ...document, ...value }, faults: found };
}

/** A table's target, and how it is read, is what all variants have to predict. */
function targetFaults(before: Record<string, unknown>, after: Record<string, unknown>): Fault[] {
  const [own, changed] = [before, after].map((parts) => {
    const { columns } = (parts["data"] ?? {}) as { readonly columns?: unknown };
    return Array.isArray(columns) ? (columns as Partial<ColumnChoice>[]) : [];
  });
  const path = "data.columns";
  const targets = [own!, changed!].map((columns) =>
    JSON.stringify(columns.filter((column) => column.role === "target")),
  );
  return targets[0] === targets[1] ? [] : [fault(path, "setOtherData", { path })];
}

/** @returns whether there is such a place */
function put(document: Record<string, unknown>, steps: Steps, value: unknown): boolean {
  let container: unknown = document;
  let schema: z.ZodType | null = changeableSchema;
  for (const step of steps.slice(0, -1)) {
    schema = schemaOfPart(schema, container, step);
    if (!holds(container, step)) {
      if (!isLeftOut(schema) || !isObject(container)) return false;
      container[step] = {};
    }
    container = (container as Record<string | number, unknown>)[step];
  }
  const last = steps.at(-1)!;
  if (Array.isArray(container)) {
    if (!holds(container, last)) return false;
    container[last] = value;
    return true;
  }
  if (!isObject(container) || typeof last === "number") return false;
  const settings = container;
  if (value === null) Reflect.deleteProperty(settings, last);
  else settings[last] = value;
  const union = bare(schema);
  if (union instanceof z.ZodDiscriminatedUnion && union.def.discriminator === last) {
    const option = objectSchemaOf(union, settings);
    for (const key of Object.keys(settings))
      if (option && !(key in option.shape)) Reflect.deleteProperty(settings, key);
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is a group of settings that a document may lack, such as a schedule. */
function isLeftOut(schema: z.ZodType | null): boolean {
  const own = bare(schema);
  return (
    schema?.safeParse(undefined).success === true &&
    (own instanceof z.ZodObject || own instanceof z.ZodDiscriminatedUnion)
  );
}

function holds(container: unknown, step: string | number): container is Record<string | number, unknown> {
  return Array.isArray(container)
    ? typeof step === "number" && step < container.length
    : typeof container === "object" && container !== null && Object.hasOwn(container, step);
}

/** The schema of a part of what a schema describes; null where it is not known. */
export function schemaOfPart(
  schema: z.ZodType | null,
  value: unknown,
  step: string | number,
): z.ZodType | null {
  const own = bare(schema);
  if (own instanceof z.ZodArray) return own.element as z.ZodType;
  return (objectSchemaOf(own, value)?.shape[step] as z.ZodType | undefined) ?? null;
}

/** Without what says that it may be left out. */
export function bare(schema: z.ZodType | null): z.ZodType | null {
  let own = schema;
  while (
    own instanceof z.ZodDefault ||
    own instanceof z.ZodPrefault ||
    own instanceof z.ZodOptional ||
    own instanceof z.ZodNullable ||
    own instanceof z.ZodLazy
  )
    own = own.unwrap() as z.ZodType;
  return own;
}

/** The schema of an object: of a union's options, the one that its discriminator names. */
export function objectSchemaOf(schema: z.ZodType | null, value: unknown): z.ZodObject | null {
  const own = bare(schema);
  if (own instanceof z.ZodObject) return own;
  if (!(own instanceof z.ZodDiscriminatedUnion)) return null;
  const { discriminator } = own.def;
  const named = (value as Readonly<Record<string, unknown>> | null)?.[discriminator];
  const options = own.options as unknown as z.ZodObject[];
  return (
    options.find((option) => (option.shape[discriminator] as z.ZodType).safeParse(named).success) ?? null
  );
}

/**
 * What a variant has to set to make one document of another, as small places as possible: a layer whose type differs, and
 * lists of other lengths, as a whole. What variants cannot set is left out.
 */
export function differenceOf(before: Changeable, after: Changeable): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const compare = (own: unknown, other: unknown, path: string): void => {
    if (JSON.stringify(own) === JSON.stringify(other)) return;
    const lists = Array.isArray(own) && Array.isArray(other) && own.length === other.length;
    if (lists) return own.forEach((each, index) => compare(each, other[index], `${path}[${index}]`));
    const parts =
      isObject(own) && isObject(other) && own["type"] === other["type"] && own["source"] === other["source"];
    if (!parts) return void (found[path] = other ?? null);
    for (const key of new Set([...Object.keys(own), ...Object.keys(other)])) {
      compare(own[key], other[key], `${path}.${key}`);
    }
  };
  for (const part of changeableParts) compare(before[part], after[part], part);
  return Object.fromEntries(Object.entries(found).filter(([path]) => isChangeable(path)));
}

/**
 * The parts of a document that variants may change, each with its defaults; null if they have faults. Data whose file is not
 * chosen yet stay as they are.
 */
export function changeableOf(document: unknown): Changeable | null {
  if (typeof document !== "object" || document === null) return null;
  const { data, network, training, evaluation } = document as Partial<Experiment>;
  const others = changeableSchema.omit({ data: true }).safeParse({ network, training, evaluation }).data;
  if (!others) return null;
  return { data: dataSchema.safeParse(data).data ?? (data as Changeable["data"]), ...others };
}
