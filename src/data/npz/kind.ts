import { tasks, taskSchema } from "../../fields/task";
import { z } from "../../messages/zod";
import { defineSource, divisionField, fileSplit, usualMostValues } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("npz"),
  ...fileSplit,
  /** An .npz, a .npy, a folder or a zip of either. */
  arrays: z.string().min(1),
  /** A .npy with the targets, if `arrays` is one of the inputs. */
  targetFile: z.string().min(1).optional(),
  /** Names of two arrays of the file; what is absent is chosen by names and shapes (propose.ts). */
  inputs: z.string().min(1).optional(),
  targets: z.string().min(1).optional(),
  task: taskSchema.default("classification"),
});
export type NpzConfig = z.infer<typeof schema>;

export const npz = defineSource({
  source: "npz",
  schema,
  fields: [
    {
      kind: "file",
      key: "arrays",
      purpose: "npz",
      opens: "arrays",
      filters: [
        { name: "NumPy", extensions: ["npz", "npy", "zip"] },
        { name: "*", extensions: ["*"] },
      ],
    },
    {
      kind: "file",
      key: "targetFile",
      purpose: "targetArray",
      opens: "targetArray",
      filters: [
        { name: "NumPy", extensions: ["npy"] },
        { name: "*", extensions: ["*"] },
      ],
      // Other files have the targets in them.
      besides: /\.npy$/i,
    },
    { kind: "array", key: "inputs" },
    { kind: "array", key: "targets" },
    { kind: "choice", key: "task", options: tasks, texts: "tasks" },
    divisionField,
  ],
  differences: {
    arrays: "otherFile",
    targetFile: "otherFile",
    inputs: "otherInputs",
    targets: "otherTargets",
    division: "otherDivision",
  },
  mostValues: usualMostValues,
  shape: () => null,
  task: ({ task }) => task ?? null,
  // Another file has other arrays.
  follow: (_data, key) => {
    const chosen = { inputs: undefined, targets: undefined };
    if (key === "arrays") return { ...chosen, targetFile: undefined };
    return key === "targetFile" ? chosen : {};
  },
});
