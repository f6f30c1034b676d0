import { z } from "../messages/zod";

/** How the rows of files are divided into splits. */
export const divisions = ["random", "stratified", "inOrder"] as const;
export type Division = (typeof divisions)[number];

const counts = z.strictObject({ train: z.int(), validation: z.int(), test: z.int() });

/** How a preview tells what the division of a file's rows comes to. */
export const dividedSchema = z.strictObject({
  /** The counts and the division of a document that is made for these rows. */
  usual: counts.extend({ division: z.enum(divisions) }),
  /** The most rows that can be trained on, where the file has more. */
  limit: z.int().nullable(),
  /** The samples that each split really has: of whole groups there may be fewer. Null if the rows cannot be divided. */
  counts: counts.nullable(),
  /** How many of these each class has, in the order of their numbers; none for regression. */
  classes: z.array(counts.extend({ name: z.string() })),
  /** How many groups there are; null without a column of groups. */
  groups: z.int().nullable(),
  /**
   * Validation samples that are equal, target included, to a training sample; and test samples that are equal to a
   * training or validation sample. Null where it would take too long to count them.
   */
  duplicates: z.strictObject({ validation: z.int(), test: z.int() }).nullable(),
});
export type Divided = z.infer<typeof dividedSchema>;

/** The training split's most frequent class, of classification: the first of several. */
export function largestClass({ classes }: Divided): Divided["classes"][number] {
  return classes.reduce((most, each) => (each.train > most.train ? each : most));
}

/** The classes that a split lacks, if it has any samples. */
export function lackingClasses(
  { classes, counts }: Divided,
  split: "train" | "validation" | "test",
): string[] {
  return counts && counts[split] > 0
    ? classes.filter((each) => each[split] === 0).map(({ name }) => name)
    : [];
}
