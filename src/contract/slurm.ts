import { z } from "zod";
import { environmentSchema } from "../experiment/result";
import { id } from "./run-summary";

/** Sweeps on Slurm, as `lab collect` has found them last (docs/slurm.md). */

/** In the order in which people look for them. */
export const elementStates = ["trains", "lost", "waits", "over"] as const;
export type ElementState = (typeof elementStates)[number];

/** Of its array, and its number there, such as 1-0. */
const elementName = z.string().min(1).max(40);

/** One element of a job array, which trains its share of the runs one after another. */
const elementSchema = z.strictObject({
  name: elementName,
  /** `over`: all of its runs are. `lost`: some are not, and Slurm will not train them. */
  state: z.enum(elementStates),
  /** Why it waits, in Slurm's word, such as Resources; else empty. */
  reason: z.string().max(200),
  /** The machine of its newest attempt; null before the first. */
  host: z.string().max(255).nullable(),
  backend: environmentSchema.shape.backend.nullable(),
  /** How often it has begun. */
  attempts: z.int().min(0),
  runs: z.int().min(1),
  /** Of these, those that are over, and the epochs of all. */
  runsOver: z.int().min(0),
  epochs: z.int().min(0),
});
export type SlurmElement = z.infer<typeof elementSchema>;

/** Elements that are told one by one; an array may have thousands. */
export const mostElementsTold = 50;

const count = z.int().min(0);
export const slurmSweepSchema = z.strictObject({
  experimentId: id,
  name: z.string(),
  /** When Slurm and the sweep's folder were looked at, in ISO 8601. */
  looked: z.string().max(40),
  counts: z.strictObject({ trains: count, lost: count, waits: count, over: count }),
  elements: z.array(elementSchema).max(mostElementsTold),
});
export type SlurmSweep = z.infer<typeof slurmSweepSchema>;

export const slurmVerbs = {
  /** The sweeps that were submitted from this lab's folder and are not over. Changes with `storeChanged`. */
  slurmSweeps: {
    request: z.strictObject({}),
    response: z.strictObject({
      sweeps: z.array(slurmSweepSchema),
      /** Whether this machine has the command of Slurm that ends them. */
      canCancel: z.boolean(),
    }),
  },
  /** Ends elements of a sweep as `lab cancel` does: those of these names, or all if there are none. */
  cancelOnSlurm: {
    request: z.strictObject({
      experimentId: id,
      elements: z.array(elementName).max(mostElementsTold),
    }),
    /** Of those that waited or trained. */
    response: z.strictObject({ ended: z.int().min(0) }),
  },
} as const;
