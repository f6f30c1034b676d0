import { z } from "zod";

/** One thing that the lab ships, with the terms it ships it under. */
export const licenceSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** SPDX's name of it, or a sentence where one name does not do. */
  licence: z.string(),
  text: z.string(),
});

export type Licence = z.infer<typeof licenceSchema>;
