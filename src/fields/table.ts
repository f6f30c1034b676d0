import { failureSchema } from "../messages/failure";
import { z } from "../messages/zod";

/** What a table's columns can hold, and what they can be in training. */
export const columnKindSchema = z.enum(["number", "boolean", "category", "date", "text"]);
export type ColumnKind = z.infer<typeof columnKindSchema>;
export const columnRoleSchema = z.enum(["feature", "target", "left out"]);
export type ColumnRole = z.infer<typeof columnRoleSchema>;

/** What a document decides about a column. */
export const columnChoiceSchema = z.strictObject({
  /** Empty where no line of the file names it. */
  name: z.string(),
  kind: columnKindSchema,
  role: columnRoleSchema,
});
export type ColumnChoice = z.infer<typeof columnChoiceSchema>;

/** Kinds that can be features. */
export const featureKinds = [
  "number",
  "boolean",
  "category",
  "date",
] as const satisfies readonly ColumnKind[];
export type FeatureKind = (typeof featureKinds)[number];

export function isFeatureKind(kind: ColumnKind): kind is FeatureKind {
  return (featureKinds as readonly ColumnKind[]).includes(kind);
}

/** How a preview tells what the lab found in a table. Codes are those of src/messages/table.en.ts. */
export const tableFindingsSchema = z.strictObject({
  /** In the order of the sample's columns, which are the first of many. */
  columns: z.array(
    columnChoiceSchema.extend({
      /** From 1. */
      number: z.int().min(1),
      reason: failureSchema,
      gaps: z.int(),
      /** The kinds that it can have as a feature. */
      kinds: z.array(z.enum(featureKinds)),
      /** Rows in equally wide parts from the least number to the largest, or by value; empty where nothing is counted. */
      histogram: z.array(z.number()),
    }),
  ),
  /** Columns that the sample does not show. */
  hidden: z.int(),
  /** Everything that is wrong with the file or may be. */
  problems: z.array(failureSchema.extend({ level: z.enum(["error", "warning"]) })),
  /** How many rows each class has; none for regression. */
  classes: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  /** Rows that are left out because a cell has no value. */
  rowsLeftOut: z.int(),
});
export type TableFindings = z.infer<typeof tableFindingsSchema>;
