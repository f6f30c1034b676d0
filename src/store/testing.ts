import type { Environment, EpochRecord } from "../experiment/result";
import { experimentSchema } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import type { HistoryQuery } from "../contract/history";
import { LabError } from "../messages/failure";

/** For tests of the store, and benchmarks of it. */

export const experiment = experimentSchema.parse({
  name: "실험 – a",
  data: { source: "moons", train: 20, validation: 10 },
  network: { layers: [{ type: "dense", units: 2 }] },
  training: { epochs: 7 },
  variants: [{ name: "p = 0.1", rate: 0.1 }, { name: "own" }],
  seeds: [1, 4294967295],
});

export function record(epoch: number): EpochRecord {
  const measures = { loss: 0.1 + epoch / 3, accuracy: 1 / 3 };
  return recordOf(measures, { ...measures, lossSd: 1e-300 }, epoch);
}

/** Asks History for everything. */
export const anything: HistoryQuery = {
  text: "",
  tags: [],
  from: null,
  to: null,
  sources: [],
  statuses: [],
  rate: null,
  loss: null,
  accuracy: null,
  pinnedOnly: false,
  sort: "newest",
  offset: 0,
  limit: 50,
};

export const environment: Environment = {
  backend: "cpu",
  backendSource: "a test",
  engine: "plain",
  tensorflow: null,
  tfjs: "4.22.0",
  runtime: "Node",
  platform: "any",
  lab: "0",
};

export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}
