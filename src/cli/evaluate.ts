import { basename, join } from "node:path";
import { writeSafetensors } from "../artifacts/safetensors";
import type { Evaluated } from "../contract/contract";
import { shapeOfData } from "../experiment/check";
import type { Experiment, Variant } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import { askEvaluation } from "../execution/worker-client";
import type { WorkerLauncher } from "../execution/workers";
import { readNetworkFile, readWeightsFile } from "../interchange/files/network-file";
import type { LayerReading } from "../interchange/read/network-reading";
import { readingOfLayers } from "../interchange/read/reading-of-layers";
import { weightsOf } from "../interchange/read/weights-in";
import { inputShapeOf, type SampleShape } from "../nn/network";
import { labFolder } from "../store/folders";
import { previewData } from "../data/load";
import { bytesOf, shapeOf } from "./network";

export interface EvaluateFlags {
  readonly passes?: number;
  readonly json?: boolean;
}

/** The rates of the layers are the network's own. */
const asItIs: Variant = { name: "as it is" };

/**
 * Both modes of a network with weights that were trained elsewhere, on the experiment's data.
 * @param weightsFile `.safetensors`, `.keras`, `.weights.h5`
 * @param network the file with the network; by default the weights' own, or the experiment's
 */
export async function evaluateWeights(
  launch: WorkerLauncher,
  experiment: Experiment,
  weightsFile: string,
  network: string | undefined,
): Promise<Evaluated> {
  const shape = shapeOfData(experiment.data) ?? (await shapeOf(experiment, previewData)) ?? undefined;
  const bytes = await bytesOf(weightsFile);
  const weights = await readWeightsFile(basename(weightsFile), bytes);
  const read = await networkOf(experiment, network, weightsFile, bytes);
  const layers = read.map(({ layer }) => layer);
  const sample: SampleShape = shape ?? { features: 0 };
  const tensors = weightsOf(read, inputShapeOf(layers, sample), sample.image, weights);
  return askEvaluation(launch, {
    experiment: { ...experiment, network: { layers }, variants: [asItIs] },
    variant: asItIs,
    seed: experiment.seeds[0]!,
    weights: writeSafetensors(tensors),
    prepared: join(labFolder(), "prepared"),
  });
}

async function networkOf(
  experiment: Experiment,
  network: string | undefined,
  weightsFile: string,
  bytes: Uint8Array,
): Promise<readonly LayerReading[]> {
  if (network !== undefined) return (await readNetworkFile(basename(network), await bytesOf(network))).read;
  if (/\.keras$/i.test(weightsFile)) return (await readNetworkFile(basename(weightsFile), bytes)).read;
  return readingOfLayers(layersOf(experiment, asItIs));
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

export function evaluatedText(file: string, { rows, train, validation }: Evaluated): string {
  const line = (name: string, measures: Measures) => {
    const loss = `loss ${measures.loss.toFixed(4)}${spread(measures.lossSd, (sd) => sd.toFixed(4))}`;
    const accuracy =
      measures.accuracy === undefined
        ? ""
        : `  accuracy ${percent(measures.accuracy)}${spread(measures.accuracySd, percent)}`;
    return `  ${name.padEnd(34)}${loss}${accuracy}\n`;
  };
  return [
    `Weights of ${basename(file)}, nothing trained: ${rows.validation} validation and ${rows.train} training samples.\n`,
    line("training split, eval mode", train.eval),
    line("validation, eval mode", validation.eval),
    line("validation, eval forgotten", validation.train),
    ...(validation.dropoutForgotten ? [line("  only dropout forgotten", validation.dropoutForgotten)] : []),
    ...(validation.batchNormForgotten
      ? [line("  only batch norm forgotten", validation.batchNormForgotten)]
      : []),
  ].join("");
}

interface Measures {
  readonly loss: number;
  readonly accuracy?: number | undefined;
  readonly lossSd?: number | undefined;
  readonly accuracySd?: number | undefined;
}

function spread(sd: number | undefined, say: (sd: number) => string): string {
  return sd === undefined ? "" : ` ± ${say(sd)}`;
}
