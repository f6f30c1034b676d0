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

/** What the lab can be told of how a text file is written, by the names that iconv and browsers have. */
export const encodings = [
  "utf-8",
  ...["utf-16le", "utf-16be"],
  ...["cp949", "shift_jis", "euc-jp", "gb18030", "big5"],
  ...["windows-1250", "windows-1251", "windows-1252", "windows-1253"],
  ...["windows-1254", "windows-1255", "windows-1256", "windows-1257"],
] as const;
export const decimalMarks = [".", ","] as const;
/** Those that a person chooses from; a document may name any other. */
export const usualDelimiters = [",", ";", "\t", "|", ":", "spaces"] as const;

/** How a file is to be read; what is absent is as the lab finds it. */
export const notationFields = {
  encoding: z.enum(encodings).optional(),
  /** One character, or `spaces` for runs of them. */
  delimiter: z
    .string()
    .regex(/^(?:[^"\r\n]|spaces)$/u)
    .optional(),
  decimal: z.enum(decimalMarks).optional(),
  /** Whether a line names the columns. */
  header: z.boolean().optional(),
};
export type TableNotation = z.infer<z.ZodObject<typeof notationFields>>;
export const notationKeys = Object.keys(notationFields) as (keyof TableNotation)[];

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
  /** How the file was read; null where its format says so itself. */
  notation: z.strictObject({
    format: z.string(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    decimal: z.enum(decimalMarks),
    header: z.boolean(),
  }),
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
