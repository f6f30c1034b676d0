import { createHash } from "node:crypto";
import { cpus } from "node:os";
import type { Dataset, Split } from "../data/dataset";
import type { RunPlan } from "../engine/engine";
import type { Environment } from "../experiment/result";

const digests = new WeakMap<Dataset, string>();

/**
 * A digest of all that a run's numbers are a function of: the plan, what is evaluated, the samples themselves, and what
 * computes (libraries choose their kernels by the processor, and share a sum out over its cores). Whether it computes for a
 * window or a terminal makes no difference.
 */
export function runFingerprint(
  { layers, training, seed }: RunPlan,
  forgottenPasses: number,
  { backend, engine, tensorflow, tfjs, platform, lab }: Environment,
  data: Dataset,
): string {
  const processors = cpus();
  const computer = { backend, engine, tensorflow, tfjs, platform, lab };
  return createHash("sha256")
    .update(
      JSON.stringify([
        { layers, training, seed, forgottenPasses },
        { ...computer, processor: processors[0]?.model, cores: processors.length },
        digestOf(data),
      ]),
    )
    .digest("hex");
}

function digestOf(data: Dataset): string {
  const known = digests.get(data);
  if (known !== undefined) return known;
  const { task, features, outputs, train, validation } = data;
  const hash = createHash("sha256").update(JSON.stringify([task, features, outputs, train.rows]));
  for (const { inputs, targets } of [train, validation] satisfies Split[]) {
    for (const { buffer, byteOffset, byteLength } of [inputs, targets]) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  const digest = hash.digest("hex");
  digests.set(data, digest);
  return digest;
}
