import type { FileField } from "../../fields/fields";
import { z } from "../../messages/zod";
import { defineSource, divisionField, fileSplit, usualMostValues } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("idx"),
  ...fileSplit,
  /** Each a file, or the folder or zip that holds it. */
  images: z.string().min(1),
  labels: z.string().min(1),
  /** Whether each picture is stored column by column, as EMNIST's are. */
  transposed: z.boolean().default(false),
});
export type IdxConfig = z.infer<typeof schema>;

// MNIST's files are named "t10k-images-idx3-ubyte.gz", or without an ending at all.
const filters: FileField["filters"] = [{ name: "IDX", extensions: ["*"] }];

const lastPart = (path: string) => path.split(/[\\/]/).at(-1)!;

export const idx = defineSource({
  source: "idx",
  schema,
  fields: [
    { kind: "file", key: "images", purpose: "idxImages", opens: "images", filters },
    { kind: "file", key: "labels", purpose: "idxLabels", opens: "labels", filters },
    { kind: "toggle", key: "transposed" },
    divisionField,
  ],
  differences: {
    images: "otherFile",
    labels: "otherFile",
    transposed: "otherTransposed",
    division: "otherDivision",
  },
  mostValues: usualMostValues,
  shape: () => null,
  task: () => "classification",
  // EMNIST's files carry its name; the preview shows whether the proposal is right.
  follow: ({ images = "" }, key) =>
    key === "images" ? { transposed: /emnist/i.test(lastPart(images)) } : {},
});
