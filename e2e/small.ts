import type { Page } from "@playwright/test";
import { type Experiment, type ExperimentInput, experimentSchema } from "../src/experiment/schema";

/** Two moons and a small network: an epoch takes milliseconds. */
export function smallExperiment(name: string, changes: Partial<ExperimentInput> = {}): Experiment {
  return experimentSchema.parse({
    name,
    data: { source: "moons", train: 64, validation: 64 },
    network: {
      layers: [
        { type: "dense", units: 8 },
        { type: "tanh" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 2 },
      ],
    },
    training: { batchSize: 16, epochs: 3 },
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    seeds: [1],
    ...changes,
  });
}

/** Starts the experiment like the window and returns its id. */
export async function start(page: Page, experiment: Experiment): Promise<string> {
  return page.evaluate(async (document) => {
    const started = await window.lab.startExperiment({ experiment: document });
    if (!started.ok) throw new Error(started.failure.code);
    return started.value.id;
  }, experiment);
}

/** Trains the experiments to their ends. */
export async function train(page: Page, ...experiments: Experiment[]): Promise<void> {
  for (const experiment of experiments) {
    const experimentId = await start(page, experiment);
    const isOver = () =>
      page.evaluate(async (id) => {
        const detail = await window.lab.getExperiment({ experimentId: id });
        return detail.ok && detail.value.runs.every(({ ended }) => ended !== null);
      }, experimentId);
    while (!(await isOver())) await page.waitForTimeout(200);
  }
}
