import { kerasFiles } from "../interchange/code/keras-files";
import { dataFile } from "../interchange/code/plan";
import { pytorchFiles } from "../interchange/code/pytorch-files";
import type { ModelFile } from "../interchange/model-file";
import type { TrainedNetwork } from "../interchange/trained-network";
import { type Framework, planAndData, scripts } from "./write-code";

const trainedFiles = { pytorch: pytorchFiles, keras: kerasFiles } as const;

/**
 * A trained network as programs: predict.py with its weights, and train.py, which trains it anew on the rows of data.npz.
 * @throws LabError as `planAndData` does
 */
export async function programFiles(network: TrainedNetwork, framework: Framework): Promise<ModelFile[]> {
  const trained = trainedFiles[framework](network);
  const { data: config, origin } = network;
  if (!config) return trained;
  const experiment = { ...origin.experiment, data: config };
  const variant = experiment.variants.find(({ name }) => name === origin.variant)!;
  const { plan, data } = await planAndData({ experiment, variant, seed: origin.seed });
  const program = new TextEncoder().encode(scripts[framework](plan).text);
  return [{ path: dataFile, bytes: data }, { path: "train.py", bytes: program }, ...trained];
}
