import type { EpochRecord, RunStatus } from "../experiment/result";
import { type ExperimentInput, experimentSchema } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import type { ExperimentDetail } from "../contract/contract";

/** For tests only: an experiment with made-up measures, each a different number. */
export function detailOf(
  changes: Partial<ExperimentInput> = {},
  epochs = 3,
  status: RunStatus = "done",
): ExperimentDetail {
  const experiment = experimentSchema.parse({
    name: "small",
    data: { source: "moons", train: 64, validation: 64 },
    network: {
      layers: [
        { type: "dense", units: 8 },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 2 },
      ],
    },
    training: { epochs },
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    seeds: [1, 2, 3],
    ...changes,
  });
  const pairs = experiment.seeds.flatMap((seed) => experiment.variants.map((variant) => ({ seed, variant })));
  return {
    id: "0123456789abcdef",
    created: "2026-11-23T10:00:00.000Z",
    experiment,
    environment: {
      backend: "tensorflow",
      backendSource: "built from the wheel",
      engine: "graph",
      tensorflow: "2.21.0",
      tfjs: "4.22.0",
      runtime: "Node 20.20.2",
      platform: "linux x64",
      lab: "0.1.0",
    },
    runs: pairs.map(({ seed, variant }, place) => ({
      id: `run-${place}`,
      experimentId: "0123456789abcdef",
      variant: variant.name,
      rate: variant.rate ?? null,
      seed,
      status,
      failure: null,
      attempt: 1,
      epochsDone: epochs,
      epochs,
      started: `2026-11-23T10:00:0${place % 10}.000Z`,
      ended: "2026-11-23T10:01:00.000Z",
      records: Array.from({ length: epochs }, (_, index) => measured(place, index + 1)),
    })),
  };
}

function measured(run: number, epoch: number): EpochRecord {
  const loss = 1 / epoch + 0.01 * run;
  const accuracy = 1 - loss / 2;
  return recordOf(
    { loss, accuracy },
    { loss: loss + 0.125, accuracy: accuracy - 0.0625, lossSd: 0.03125, accuracySd: 0.015625 },
    epoch,
    { loss: loss / 2, accuracy: 1 - loss / 4 },
  );
}
