import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeSafetensors } from "../artifacts/safetensors";
import type { Evaluated } from "../contract/contract";
import { shapeOfData } from "../experiment/check";
import type { Experiment, Variant } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import { askEvaluation } from "../execution/worker-client";
import type { WorkerLauncher } from "../execution/workers";
import { type GivenFile, readTrained, type TrainedElsewhere } from "../interchange/files/trained-file";
import { withMinus } from "../messages/minus";
import { LabError } from "../messages/failure";
import { labFolder } from "../store/folders";
import { previewData } from "../data/load";
import { bytesOf, notesText, shapeOf } from "./network";

export interface EvaluateFlags {
  readonly passes?: number;
  readonly json?: boolean;
}

/** The rates of the layers are the network's own. */
const asItIs: Variant = { name: "as it is" };
/** Files beside one that its weights may stand in. */
const mostBeside = 8;

/**
 * Both modes of a network with weights that were trained elsewhere, on the experiment's data.
 * @param weightsFile `.safetensors`, `.keras`, `.weights.h5`, `.onnx`
 * @param network the file with the network; by default the weights' own, or the experiment's
 */
export async function evaluateWeights(
  launch: WorkerLauncher,
  experiment: Experiment,
  weightsFile: string,
  network: string | undefined,
): Promise<{ readonly found: Evaluated; readonly told: string }> {
  const shape = shapeOfData(experiment.data) ?? (await shapeOf(experiment, previewData));
  const code = network === undefined ? undefined : { name: basename(network), bytes: await bytesOf(network) };
  const { layers, tensors, notes } = await readWithBeside(weightsFile, (weights, beside) =>
    readTrained(weights, code, layersOf(experiment, asItIs), shape, beside),
  );
  const found = await askEvaluation(launch, {
    experiment: { ...experiment, network: { layers: [...layers] }, variants: [asItIs] },
    variant: asItIs,
    seed: experiment.seeds[0]!,
    weights: writeSafetensors(tensors),
    prepared: join(labFolder(), "prepared"),
  });
  return { found, told: notesText(notes) };
}

/** Reads a file, and those of its folder that it asks for by name: ONNX may have its weights there. */
async function readWithBeside(
  file: string,
  read: (given: GivenFile, beside: ReadonlyMap<string, Uint8Array>) => Promise<TrainedElsewhere>,
): Promise<TrainedElsewhere> {
  const given = { name: basename(file), bytes: await bytesOf(file) };
  const beside = new Map<string, Uint8Array>();
  for (;;) {
    try {
      return await read(given, beside);
    } catch (error) {
      const name =
        error instanceof LabError && error.code === "readWeightsElsewhere" && error.parameters["file"];
      // A path would lead out of the folder.
      if (
        typeof name !== "string" ||
        basename(name) !== name ||
        beside.has(name) ||
        beside.size >= mostBeside
      )
        throw error;
      const other = join(dirname(file), name);
      if (!existsSync(other)) throw error;
      beside.set(name, await bytesOf(other));
    }
  }
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** @param passes with eval forgotten */
export function evaluatedText(
  file: string,
  passes: number,
  { rows, train, validation, end }: Evaluated,
): string {
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
    ...(["validation", "test"] as const).flatMap((split) => {
      const measures = end[split];
      if (!measures) return [];
      const { loss, accuracy, mcLoss, mcAccuracy, mcRmse } = measures;
      return [
        ...(split === "test" ? [line("test, eval mode", { loss, accuracy })] : []),
        ...(passes > 1 && mcLoss !== undefined
          ? [line(`${split}, mean of ${passes} passes`, { loss: mcLoss, accuracy: mcAccuracy })]
          : []),
        ...(measures.rmse === undefined ? [] : [inUnits(`${split}, in the target's units`, measures)]),
        ...(passes > 1 && mcRmse !== undefined
          ? [inUnits(`  mean of ${passes} passes`, { rmse: mcRmse })]
          : []),
      ];
    }),
  ].join("");
}

function inUnits(
  name: string,
  { rmse, mae, r2 }: Pick<Evaluated["end"]["validation"], "rmse" | "mae" | "r2">,
): string {
  const said = [
    ["RMSE", rmse],
    ["MAE", mae],
    ["R²", r2],
  ] as const;
  const texts = said.flatMap(([measure, value]) =>
    value === undefined ? [] : [`${measure} ${withMinus(String(Number(value.toPrecision(5))))}`],
  );
  return `  ${name.padEnd(34)}${texts.join("  ")}\n`;
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
