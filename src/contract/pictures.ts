import { z } from "zod";
import { id } from "./run-summary";

/** Pictures of Inside that a person has added to the report of an experiment. */

const nothing = z.strictObject({});
const text = z.string().max(1000);

const mostSvgBytes = 20_000_000;

/** Numbers behind a picture, heads first. */
const rowsSchema = z.array(z.array(z.union([text, z.number()]).nullable()).max(2000)).max(100_000);

export const pictureSchema = z.strictObject({
  title: text.min(1),
  /** What it shows of which run. */
  note: text,
  /** A file of its own, as the page drew it. */
  svg: z.string().max(mostSvgBytes),
  rows: rowsSchema,
});
export type Picture = z.infer<typeof pictureSchema>;

const place = { runId: id, number: z.int().min(1) };

export const pictureVerbs = {
  /** Keeps a picture of a run for the report. @throws LabError `chartRefused`, `noSuchRun` */
  addPicture: {
    request: pictureSchema.extend({
      runId: id,
      svg: z.instanceof(Uint8Array).refine(({ length }) => length <= mostSvgBytes, "too large"),
    }),
    response: nothing,
  },
  /** The pictures of these runs, in the order in which they were added. */
  listPictures: {
    request: z.strictObject({ runIds: z.array(id).max(1000) }),
    response: z.array(z.strictObject({ ...place, title: text, note: text })),
  },
  removePicture: { request: z.strictObject(place), response: nothing },
} as const;
