import { z } from "../messages/zod";
import { bare, type Changeable, changeableSchema, isChangeable, objectSchemaOf } from "./changes";

/** A setting that a variant may set, as a form shows it. */
export interface ChangeableSetting {
  /** "network.layers[3].rate" */
  readonly path: string;
  /** In the document; undefined where it is left out. */
  readonly value: unknown;
  readonly kind: "number" | "choice" | "toggle";
  readonly whole: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Of a choice. */
  readonly options: readonly (string | number)[];
}

/** Every single setting of a document that a variant may set, in the document's order, as the schema knows it. */
export function changeableSettings(document: Changeable): ChangeableSetting[] {
  return everySetting(document).filter(({ path }) => isChangeable(path));
}

/** The same with those that a variant may not set. */
export function everySetting(document: Changeable): ChangeableSetting[] {
  return settingsIn(changeableSchema, document, "");
}

function settingsIn(schema: z.ZodType, value: unknown, path: string): ChangeableSetting[] {
  const own = bare(schema);
  if (own instanceof z.ZodArray) {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return items.flatMap((item, index) => settingsIn(own.element as z.ZodType, item, `${path}[${index}]`));
  }
  const about = { path, value, whole: false, options: [] };
  if (own instanceof z.ZodNumber) return [{ ...about, kind: "number", ...boundsOf(own) }];
  if (own instanceof z.ZodBoolean) return [{ ...about, kind: "toggle" }];
  if (own instanceof z.ZodEnum) return [{ ...about, kind: "choice", options: own.options as string[] }];
  if (own instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = own.def;
    const typed: ChangeableSetting = {
      ...about,
      path: `${path}.${discriminator}`,
      value: (value as Record<string, unknown> | undefined)?.[discriminator],
      kind: "choice",
      options: (own.options as unknown as z.ZodObject[]).flatMap(({ shape }) => [
        ...(shape[discriminator] as z.ZodLiteral<string>).values,
      ]),
    };
    // Another type of layer is another network: that is a change of the list of layers.
    const isLayer = /\]$/.test(path);
    return [...(isLayer ? [] : [typed]), ...partsOf(objectSchemaOf(own, value), value, path, discriminator)];
  }
  return own instanceof z.ZodObject ? partsOf(own, value, path) : [];
}

function partsOf(
  schema: z.ZodObject | null,
  value: unknown,
  path: string,
  besides = "",
): ChangeableSetting[] {
  return Object.entries(schema?.shape ?? {}).flatMap(([key, part]) => {
    if (key === besides) return [];
    const inner = (value as Record<string, unknown> | undefined)?.[key];
    return settingsIn(part as z.ZodType, inner, path === "" ? key : `${path}.${key}`);
  });
}

function boundsOf(schema: z.ZodNumber): Pick<ChangeableSetting, "whole" | "min" | "max"> {
  const { minValue, maxValue, isInt } = schema;
  const known = (limit: number | null): limit is number =>
    limit !== null && Number.isFinite(limit) && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  return {
    whole: isInt,
    ...(known(minValue) && { min: minValue }),
    ...(known(maxValue) && { max: maxValue }),
  };
}
