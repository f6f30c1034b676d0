import { createHash } from "node:crypto";
import { cpus } from "node:os";
import type { Dataset, Split } from "../data/dataset";
import type { RunPlan } from "../engine/engine";
import type { Layer } from "../nn/layers/kinds";
import { inputShapeOf } from "../nn/network";
import type { Experiment } from "../experiment/schema";
import type { Environment } from "../experiment/result";

const digests = new WeakMap<Dataset, string>();

/**
 * A digest of everything that determines a run's numbers: the plan, the evaluation, the samples themselves, and the
 * platform (libraries choose their kernels by the processor, and divide a sum among its cores). Window and terminal
 * give the same digest.
 */
export function runFingerprint(
  { layers, training, seed }: RunPlan,
  { forgottenPasses, mcPasses }: Pick<Experiment["evaluation"], "forgottenPasses" | "mcPasses">,
  { backend, engine, kernels, bfloat16, tensorflow, tfjs, platform, lab }: Environment,
  data: Dataset,
): string {
  const processors = cpus();
  const shape = inputShapeOf(layers, data);
  const own = { ...(kernels && { kernels }), ...(bfloat16 && { bfloat16 }) };
  const computer = { backend, engine, ...own, tensorflow, tfjs, platform, lab };
  return createHash("sha256")
    .update(
      JSON.stringify([
        { layers: layers.map(asBefore), training, seed, forgottenPasses, ...(mcPasses && { mcPasses }) },
        { ...computer, processor: processors[0]?.model, cores: processors.length },
        digestOf(data),
        // Rows are told by their length; of images the shape counts too.
        ...(shape.length > 1 ? [shape] : []),
      ]),
    )
    .digest("hex");
}

/** Without a setting that came later, at the value that changes nothing: earlier checkpoints stay those of their runs. */
function asBefore(layer: Layer): object {
  return layer.type === "dropout" && layer.scaling === "inverted" ? { ...layer, scaling: undefined } : layer;
}

function digestOf(data: Dataset): string {
  const known = digests.get(data);
  if (known !== undefined) return known;
  const { task, features, outputs, train, validation, test } = data;
  const hash = createHash("sha256").update(JSON.stringify([task, features, outputs, train.rows]));
  for (const split of [train, validation, test]) {
    for (const piece of inputsOf(split, features)) hash.update(piece);
    hash.update(bytesOf(split.targets));
  }
  const digest = hash.digest("hex");
  digests.set(data, digest);
  return digest;
}

/** Those that are kept in a file stay there. */
function inputsOf(split: Split, features: number): Iterable<Uint8Array> {
  const { kept, rows } = split;
  if (!kept) return [bytesOf(split.inputs)];
  return kept.file.pieces(kept.place, rows * features * Float32Array.BYTES_PER_ELEMENT);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
