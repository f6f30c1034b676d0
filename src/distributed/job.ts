import { createHash } from "node:crypto";
import { z } from "zod";
import { id } from "../contract/run-summary";
import { experimentSchema, variantSchema } from "../experiment/schema";

/** What travels through the queue: documents, and names of files by the hash of their content. Nothing of it runs. */

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The part that every version of the lab can read. */
export const jobHeadSchema = z.object({
  lab: z.string().max(100),
  experimentId: id,
  runId: id,
  /** See run-state.ts. */
  attempt: z.string().regex(/^\d{1,20}$/),
});

export const jobSchema = jobHeadSchema
  .extend({
    experiment: experimentSchema,
    variant: variantSchema,
    seed: z.int(),
    until: z.int().min(1),
    /** A file of the shared folder that its lab uses: a worker that does not see it cannot help. */
    shared: hash,
    /** Epochs whose records the lab has. */
    epochsKept: z.int().min(0),
    /** The files of the data, in the order of the document's paths, which stay at home. */
    files: z.array(z.strictObject({ name: z.string().regex(/^[^/\\\0]{1,255}$/), hash })).max(10),
  })
  .strict();
export type TrainingJob = z.infer<typeof jobSchema>;

/**
 * A job's name in the queue: equal for what must give equal numbers, and another one for another attempt. A colon is
 * BullMQ's own.
 */
export function jobId({ experiment, variant, seed, until, files, lab, runId, attempt }: TrainingJob): string {
  const content = JSON.stringify([experiment, variant, seed, until, files.map((file) => file.hash), lab]);
  return `${createHash("sha256").update(content).digest("hex").slice(0, 32)}-${runId}-${attempt}`;
}

/**
 * What a worker tells, in the order in which its trainer said it: the trainer's words, with the hash of their file in the
 * place of weights, and files along the way that are to lie beside the run's.
 */
export const toldSchema = z.array(
  z.strictObject({
    /** A word of trainer-protocol.ts, read there. */
    word: z.looseObject({ type: z.string() }).optional(),
    weights: hash.optional(),
    snapshot: z
      .strictObject({ name: z.string().regex(/^(epoch-\d+\.safetensors|best\.json)$/), hash })
      .optional(),
  }),
);
export type Told = z.infer<typeof toldSchema>;
