import { z } from "zod";
import { runStatusSchema } from "../experiment/result";
import { failureSchema } from "../messages/failure";

/** Runs and experiments in the contract, without their records. */

export const id = z.string().min(1).max(100);

export const runSummarySchema = z.strictObject({
  id,
  experimentId: id,
  variant: z.string(),
  rate: z.number().nullable(),
  seed: z.int(),
  status: runStatusSchema,
  /** Number of attempts: 2 or more after a failure or a resume. */
  attempt: z.int().min(1),
  /** Why it failed; while it trains, why its previous attempt failed. */
  failure: failureSchema.nullable(),
  epochsDone: z.int(),
  /** Epochs that the experiment asks for. */
  epochs: z.int(),
  /** ISO 8601; null before the start, null before the end. */
  started: z.string().nullable(),
  ended: z.string().nullable(),
});

export const experimentSummarySchema = z.strictObject({
  id,
  name: z.string(),
  created: z.string(),
  runs: z.array(runSummarySchema),
});

export type RunSummary = z.infer<typeof runSummarySchema>;
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;
