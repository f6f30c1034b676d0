import { z } from "../../messages/zod";
import { defineSource, divisionField, fileSplit, usualMostValues } from "../source-kind";

/** Pixels of a side. A larger picture would be one layer of a billion weights. */
export const mostSide = 1024;
const side = z.int().min(1).max(mostSide).optional();

const schema = z.strictObject({
  source: z.literal("pictures"),
  ...fileSplit,
  /** With one folder for each class in it, or a zip of that. */
  folder: z.string().min(1),
  /** What is absent is proposed by what the files are (propose.ts). */
  height: side,
  width: side,
  /** 1: grey, 3: colour. */
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
});
export type PicturesConfig = z.infer<typeof schema>;

export const pictures = defineSource({
  source: "pictures",
  schema,
  fields: [
    {
      kind: "file",
      key: "folder",
      purpose: "pictures",
      opens: "pictures",
      filters: [
        { name: "ZIP", extensions: ["zip"] },
        { name: "*", extensions: ["*"] },
      ],
      folders: true,
    },
    { kind: "choice", key: "channels", options: [1, 3], texts: "channels" },
    divisionField,
    { kind: "number", key: "height", min: 1, max: mostSide },
    { kind: "number", key: "width", min: 1, max: mostSide },
  ],
  differences: {
    folder: "otherFile",
    channels: "otherChannels",
    division: "otherDivision",
    height: "otherHeight",
    width: "otherWidth",
  },
  mostValues: usualMostValues,
  shape: () => null,
  task: () => "classification",
  // Other pictures have another size.
  follow: (_data, key) =>
    key === "folder" ? { height: undefined, width: undefined, channels: undefined } : {},
});
