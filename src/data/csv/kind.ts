import { tasks, taskSchema } from "../../fields/task";
import { z } from "../../messages/zod";
import { valueText } from "../../messages/value-text";
import { defineSource, split } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("csv"),
  ...split,
  path: z.string().min(1),
  /** Column of the target: its name, or its number counted from 0. */
  target: z.union([z.string().min(1), z.int().min(0)]),
  task: taskSchema.default("classification"),
  header: z.boolean().default(true),
});
export type CsvConfig = z.infer<typeof schema>;

export const csv = defineSource({
  source: "csv",
  // `table` reads all that it reads, and more.
  isFormer: true,
  schema,
  fields: [
    {
      kind: "file",
      key: "path",
      purpose: "csv",
      opens: "table",
      filters: [
        { name: "CSV", extensions: ["csv", "tsv", "txt"] },
        { name: "*", extensions: ["*"] },
      ],
    },
    { kind: "column", key: "target", header: "header" },
    { kind: "choice", key: "task", options: tasks, texts: "tasks" },
    { kind: "toggle", key: "header" },
  ],
  differences: { path: "otherFile", target: "otherTarget", header: "otherHeader" },
  // Float64 until they are standardised; with so many a trainer stays within 1 GB from the file to the end.
  mostValues: 30_000_000,
  shape: () => null,
  task: ({ task }) => task ?? null,
  problems({ header, target }) {
    if (header !== false || typeof target !== "string") return [];
    return [{ field: "target", code: "targetNameWithoutHeader", parameters: { target: valueText(target) } }];
  },
  // Looking into a file requires a target: the first column, until the preview lists the others.
  follow: ({ target }, key) => (key === "header" || target === undefined ? { target: 0 } : {}),
});
