import { z } from "zod";
import { analyse } from "../analysis/analyse";
import { analysisSchema } from "../analysis/schema";
import { environmentSchema, runResultSchema } from "../experiment/result";
import { environmentsOf } from "../experiment/environments";
import { experimentSchema } from "../experiment/schema";
import type { ToldExperiment } from "./told";

const time = z.string().nullable();

/** The exported runs, also of several experiments, with their analysis (docs/formats.md). */
export const runsDocumentSchema = z.strictObject({
  format: z.literal("dropout-lab-runs-1"),
  experiments: z.array(
    z.strictObject({
      id: z.string(),
      created: z.string(),
      experiment: experimentSchema,
      /** null if no run has begun. */
      environment: environmentSchema.nullable(),
      /** The exported runs. */
      runs: z.array(
        runResultSchema
          .omit({ weights: true, preparation: true })
          .extend({ id: z.string(), started: time, ended: time }),
      ),
      /** Over these runs only. */
      analysis: analysisSchema,
    }),
  ),
});

export type RunsDocument = z.infer<typeof runsDocumentSchema>;

export function runsDocumentOf(experiments: readonly ToldExperiment[]): RunsDocument {
  return {
    format: "dropout-lab-runs-1",
    experiments: experiments.map(({ id, created, experiment, environment, runs, baseline }) => {
      const isMixed = environmentsOf(runs, environment).length > 1;
      return {
        id,
        created,
        experiment,
        environment,
        runs: runs.map((run) => ({
          id: run.id,
          variant: run.variant,
          rate: run.rate,
          seed: run.seed,
          status: run.status,
          failure: run.failure,
          started: run.started,
          ended: run.ended,
          epochs: run.records,
          ...(run.end && { end: run.end }),
          ...(isMixed && run.environments?.length ? { environments: run.environments } : {}),
        })),
        analysis: analyse(experiment, runs, { baseline }),
      };
    }),
  };
}
