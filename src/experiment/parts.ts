import type { z } from "zod";
import {
  dataSchema,
  evaluationSchema,
  layerSchema,
  trainingSchema,
  variantSchema,
  type Experiment,
  type Layer,
  type Training,
  type Variant,
} from "./schema";
import type { PartialData } from "../data/kinds";

/** The valid fields of a layer; null if even its type is wrong. */
export type PartialLayer = (Partial<Layer> & Pick<Layer, "type">) | null;

/** The valid parts of a document, so that its meaning can be checked beside the problems of its form. */
export interface Parts {
  readonly data: PartialData;
  /** Null if it is not a list. */
  readonly layers: readonly PartialLayer[] | null;
  readonly training: Partial<Training>;
  readonly variants: readonly Partial<Variant>[];
  readonly seeds: readonly unknown[];
  readonly evaluation: Partial<Experiment["evaluation"]>;
}

export function readParts(document: unknown): Parts {
  const network = valueOf(document, "network");
  const layers = valueOf(network, "layers");
  const sectionOf = (key: string) => (isRecord(document) ? (valueOf(document, key) ?? {}) : null);
  return {
    data: partOfUnion(dataSchema.options, "source", valueOf(document, "data")) ?? {},
    layers: Array.isArray(layers) ? layers.map((layer) => partOfLayer(layer)) : null,
    training: rightFields(trainingSchema, sectionOf("training")),
    variants: listOf(valueOf(document, "variants")).map((variant) => rightFields(variantSchema, variant)),
    seeds: listOf(valueOf(document, "seeds")),
    evaluation: rightFields(evaluationSchema, sectionOf("evaluation")),
  };
}

/** Of a block, those of its layers as well: one that is wrong takes the others not away. */
function partOfLayer(raw: unknown): PartialLayer {
  const part = partOfUnion(layerSchema.options, "type", raw) as PartialLayer;
  const body = valueOf(raw, "layers");
  if (part?.type !== "residual" || !Array.isArray(body)) return part;
  return { ...part, layers: body.map(partOfLayer) } as PartialLayer;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueOf(container: unknown, key: string): unknown {
  return isRecord(container) && Object.hasOwn(container, key) ? container[key] : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields that are valid by themselves, with defaults filled in. */
function rightFields<Schema extends z.ZodObject>(schema: Schema, raw: unknown): Partial<z.output<Schema>> {
  if (!isRecord(raw)) return {};
  const right = Object.entries(schema.shape).flatMap(([key, field]) => {
    const parsed = (field as z.ZodType).safeParse(valueOf(raw, key));
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(right) as Partial<z.output<Schema>>;
}

/** The valid fields of the option that the discriminator names; null if it names none. */
function partOfUnion<Option extends z.ZodObject>(
  options: readonly Option[],
  discriminator: string,
  raw: unknown,
): Partial<z.output<Option>> | null {
  const named = valueOf(raw, discriminator);
  const option = options.find((candidate) => {
    const field = candidate.shape[discriminator] as z.ZodType;
    return field.safeParse(named).success;
  });
  return option === undefined ? null : rightFields(option, raw);
}
