import { z } from "zod";

/** A part that the lab ships, with its licence. */
export const licenceSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** SPDX's name, or a sentence if one name is not enough. */
  licence: z.string(),
  text: z.string(),
});

export type Licence = z.infer<typeof licenceSchema>;
