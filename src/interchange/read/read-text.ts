import { LabError } from "../../messages/failure";
import type { DataShape } from "../../fields/shape";
import type { Layer } from "../../nn/layers/kinds";
import { inputShapeOf } from "../../nn/network";
import { withCommonPenalty } from "./common-penalty";
import { type KerasModel, kerasSteps } from "./keras-json";
import { type LayerReading, readSteps, tellMisfits } from "./network-reading";
import { printedAsPython } from "./printed";
import { findNetwork } from "./python/find-network";
import { mostCharacters } from "./python/syntax";
import { isKind, type Step } from "./python/values";
import type { EndReading } from "./read-ending";
import { readRows } from "./read-rows";
import { readTraining, type TrainingReading } from "./read-training";
import { type ReadingNote, Teller } from "./teller";

/** A network that was read from foreign code or a foreign file. */
export interface NetworkReading {
  readonly read: readonly LayerReading[];
  readonly layers: readonly Layer[];
  readonly training: TrainingReading;
  /** Which epoch's weights the text measures at the end, if it says so. */
  readonly evaluation?: EndReading["evaluation"];
  /** Whether it is a program of the lab's own, which says all of its training: what is not there, is not meant. */
  readonly isWhole?: boolean;
  /** Every part that the lab does not have, and what else a person should know, by line. */
  readonly notes: readonly ReadingNote[];
}

/**
 * The network of a text: code of PyTorch or Keras, a printed PyTorch model or Keras' JSON. The text is parsed, never run.
 * @param shape the data at hand, whose sizes the text's are held against
 * @throws LabError `readNothing`, `readTooLong`, `readTooDeep`, `readTooManyLayers`
 */
export function readNetworkText(text: string, shape?: DataShape | null): NetworkReading {
  if (text.length > mostCharacters) throw new LabError("readTooLong", { limit: mostCharacters });
  const teller = new Teller();
  const json = jsonOf(text);
  const keras = json === undefined ? null : kerasSteps(json, teller);
  if (json !== undefined && !keras) throw new LabError("readNothing");
  if (keras) return readingOfKeras(keras, teller, shape);
  const printed = printedAsPython(text);
  if (printed && !printed.isSequence) teller.tell("readPrintedOrder");
  const { steps, calls, numbers, shape: said } = findNetwork(printed?.python ?? text, teller);
  const { training, evaluation } = readTraining(text, calls, numbers, teller);
  if (!training.schedule) tellRateByHand(text, teller);
  const isWhole = /^# .*: written by Dropout Lab for (PyTorch|Keras)/m.test(text);
  return { ...readingOf(steps, training, teller, shape, said), ...(evaluation && { evaluation }), isWhole };
}

/** Of a Keras model's configuration: some of its layers change pictures while it trains. */
export function readingOfKeras(
  { steps, shape: said }: KerasModel,
  teller: Teller,
  shape?: DataShape | null,
): NetworkReading {
  const calls = steps.filter((step) => step.kind === "call");
  return readingOf(steps, readRows(calls, "", teller), teller, shape, said);
}

/** @param said the shape of a sample that the text says */
export function readingOf(
  steps: readonly Step[],
  training: TrainingReading,
  teller: Teller,
  shape?: DataShape | null,
  said?: readonly number[],
): NetworkReading {
  const { read, l2 } = withCommonPenalty(readSteps(steps, teller, shape?.outputs), teller);
  if (read.length === 0) throw new LabError("readNothing");
  const layers = read.map(({ layer }) => layer);
  if (shape) {
    tellMisfits(read, inputShapeOf(layers, shape), teller);
    const expected = (said ?? saidBy(steps[0]))?.reduce((product, size) => product * size, 1);
    if (expected !== undefined && expected !== shape.features)
      teller.tell("readInputDiffers", { expected, found: shape.features });
  } else tellMisfits(read, [NaN], teller);
  const penalty = l2 === undefined ? {} : { l2: l2 + (training.l2 ?? 0) };
  return { read, layers, training: { ...training, ...penalty }, notes: teller.notes };
}

/** The shape that Keras' first layer names. */
function saidBy(step: Step | undefined): readonly number[] | undefined {
  if (step?.kind !== "call") return undefined;
  const shape = step.named.get("input_shape") ?? step.named.get("input_dim");
  const sizes = isKind(shape, "list") ? shape.items : [shape];
  return sizes.every((size) => typeof size === "number") ? sizes : undefined;
}

function jsonOf(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `optimizer.learning_rate = …`, `group["lr"] *= 0.5`: such lines may stand where the reader does not come. */
function tellRateByHand(text: string, teller: Teller): void {
  for (const [index, line] of text.split("\n").entries()) {
    const isSet = /(?<!self)\.learning_rate\s*[*/]?=(?!=)|\[["']lr["']\]\s*[*/]?=(?!=)/.test(line);
    if (isSet) return teller.tell("readSchedule", { name: "learning_rate" }, index + 1);
  }
}
