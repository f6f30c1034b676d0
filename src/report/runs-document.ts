import { z } from "zod";
import { analyse } from "../analysis/analyse";
import { analysisSchema } from "../analysis/schema";
import { environmentSchema, runResultSchema } from "../experiment/result";
import { environmentsOf } from "../experiment/environments";
import { resampled } from "../experiment/resampling";
import { type Experiment, experimentSchema } from "../experiment/schema";
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
        runResultSchema.omit({ weights: true, preparation: true }).extend({
          id: z.string(),
          started: time,
          ended: time,
          /** The seed that drew or divided its data, and its fold, where each seed has data of its own. */
          dataSeed: z.int().optional(),
          fold: z.int().optional(),
        }),
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
          ...dataOf(experiment, run.seed),
          ...(isMixed && run.environments?.length ? { environments: run.environments } : {}),
        })),
        analysis: analyse(experiment, runs, { baseline }),
      };
    }),
  };
}

function dataOf({ data, evaluation: { resample } }: Experiment, seed: number) {
  if (resample === "none") return {};
  const own = resampled(data, resample, seed);
  return { dataSeed: own.seed, ...(own.fold !== undefined && { fold: own.fold }) };
}
