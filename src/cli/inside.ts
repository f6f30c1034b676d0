import Table from "cli-table3";
import type { Minibatch, RunSummary } from "../contract/contract";
import { jsonText } from "../documents/documents";
import type { Lab } from "../lab/lab";
import { layerNumber } from "../nn/network";
import { fittingRuns } from "./chosen-run";
import { passesText } from "./inside-passes";
import { inputOf, predictionText, type WishedInput } from "./inside-predict";
import { sampleText } from "./inside-sample";
import { scalingText } from "./inside-scaling";
import { unitsText } from "./inside-units";
import { surfaceText } from "./inside-surface";
import { plainTable, tableText } from "./lists";

export interface InsideFlags {
  readonly variant?: string;
  readonly seed?: number;
  readonly epoch?: number;
  readonly step: number;
  readonly sample: number;
  readonly masks?: true;
  readonly passes?: number;
  /** A validation sample, from 1. */
  readonly row?: number;
  readonly scaling?: true;
  readonly units?: true;
  readonly surface?: true;
  readonly predict?: WishedInput;
  readonly eval?: true;
  readonly json?: true;
}

/** What `lab inside` prints of a run. @throws LabError as `getRuns` and the verbs of the inspector do, `noSuchRun` */
export async function insideText(lab: Lab, start: string, flags: InsideFlags): Promise<string> {
  const runs = await fittingRuns(lab, start, flags);
  // Where nothing is chosen, one that drops units has more to show.
  const run = runs.find(({ rate }) => rate !== 0) ?? runs[0]!;
  if (flags.surface) return surfaceText(lab, run, flags);
  if (flags.predict) return predictText(lab, run, flags, flags.predict);
  if (flags.passes !== undefined) {
    const { epoch, passes: count, row } = flags;
    const request = { runId: run.id, ...(epoch !== undefined && { epoch }), passes: count };
    const about = { run: run.id, variant: run.variant, seed: run.seed };
    if (row !== undefined) {
      const sample = await lab.inspectSample({ ...request, row: row - 1 });
      return flags.json ? jsonText({ ...about, ...sample }) : sampleText(run, sample);
    }
    const passes = await lab.inspectPasses(request);
    return flags.json ? jsonText({ ...about, ...passes }) : passesText(run, passes);
  }
  if (flags.scaling) {
    const { epoch } = flags;
    const scalings = await lab.inspectScaling({ runId: run.id, ...(epoch !== undefined && { epoch }) });
    return flags.json
      ? jsonText({ run: run.id, variant: run.variant, seed: run.seed, ...scalings })
      : scalingText(run, scalings);
  }
  if (flags.units) {
    const { epoch } = flags;
    const pictures = flags.json === true;
    const units = await lab.inspectUnits({ runId: run.id, ...(epoch !== undefined && { epoch }), pictures });
    return flags.json
      ? jsonText({ run: run.id, variant: run.variant, seed: run.seed, ...units })
      : unitsText(run, units);
  }
  const minibatch = await lab.inspectMinibatch({
    runId: run.id,
    ...(flags.epoch !== undefined && { epoch: flags.epoch }),
    step: flags.step,
    row: flags.sample - 1,
    mode: flags.eval ? "eval" : "train",
  });
  if (flags.json) return jsonText({ run: run.id, variant: run.variant, seed: run.seed, ...minibatch });
  return `${headText(run, minibatch)}${layersText(minibatch, flags)}${flags.masks ? masksText(minibatch) : ""}`;
}

/** Passes with dropout on, where none are asked for. */
const usualPasses = 100;

async function predictText(
  lab: Lab,
  run: RunSummary,
  { epoch, passes = usualPasses, json }: InsideFlags,
  wish: WishedInput,
): Promise<string> {
  const request = { runId: run.id, ...(epoch !== undefined && { epoch }) };
  const input = inputOf(wish, await lab.inspectValidation({ ...request, skip: 0, count: 0 }));
  const prediction = await lab.inspectPrediction({ ...request, passes, input });
  if (!json) return predictionText(run, prediction);
  return jsonText({ run: run.id, variant: run.variant, seed: run.seed, ...prediction });
}

function headText({ variant, seed, id }: RunSummary, minibatch: Minibatch): string {
  const { epoch, epochs, step, steps, stepEpoch, batch, batches, row, rows, sample, target, classes } =
    minibatch;
  return `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch} (kept: ${epochs.join(", ")})
step ${step} of ${steps}: minibatch ${batch} of ${batches} in epoch ${stepEpoch}
sample ${row + 1} of ${rows}: training sample ${sample + 1}, ${classes ? `class ${classes[target]}` : `target ${target}`}

`;
}

function layersText({ layers }: Minibatch, { eval: isEval }: InsideFlags): string {
  const table = new Table({ ...plainTable, head: ["layer", "", "units", "mean", "zero", "dropped"] });
  layers.forEach(({ type, place, shape, values, mask, weightMask }) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const zero = values.filter((value) => value === 0).length;
    const drawn = mask ?? weightMask;
    const dropped = drawn
      ? isEval
        ? `none in eval mode (p = ${drawn.rate})`
        : `${drawnText({ mask, weightMask })} (p = ${drawn.rate})`
      : "";
    table.push([layerNumber(place), type, shape.join(" × "), mean.toPrecision(4), String(zero), dropped]);
  });
  return `${tableText(table)}\n`;
}

function drawnText({ mask, weightMask }: Pick<Minibatch["layers"][number], "mask" | "weightMask">): string {
  if (weightMask) return `${weightMask.dropped} of ${weightMask.count} weights dropped`;
  if (mask!.multipliers) return "each multiplied by a number of its own";
  return `${mask!.dropped} of ${mask!.kept.length} dropped`;
}

/** Units in a line of a mask. */
const lineUnits = 50;

function masksText({ layers }: Minibatch): string {
  const masks = layers.flatMap(({ mask, place }) => (mask ? [{ mask, number: layerNumber(place) }] : []));
  if (masks.length === 0) return "\nno layer drops units\n";
  const texts = masks.map(({ mask: { kept, scale, multipliers, shift = 0, droppedTo = 0 }, number }) => {
    const exact = (value: number) => Number(value.toPrecision(7));
    if (multipliers) {
      const numbers = multipliers.map((each) => exact(each)).join(" ");
      return `\nlayer ${number}, what its units are multiplied by, in their order\n${numbers}\n`;
    }
    const added = shift === 0 ? "" : `, plus ${exact(shift)}`;
    const set = droppedTo === 0 ? "" : ` and set to ${exact(droppedTo)}`;
    const marks = kept.map((each) => (each ? "1" : "0")).join("");
    const lines = marks.match(new RegExp(`.{1,${lineUnits}}`, "g"))!;
    return `\nlayer ${number}, in the order of its units: 0 dropped${set}, 1 kept and multiplied by ${exact(scale)}${added}\n${lines.join("\n")}\n`;
  });
  return texts.join("");
}
