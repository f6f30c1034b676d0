import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { z } from "zod";
import type { RunState } from "../engine/run";
import type { EpochChoice } from "../experiment/epoch-selection";
import { averagedMetricsSchema } from "../experiment/result";
import { LabError } from "../messages/failure";
import { floatBytes, headerOf, lengthBytes, metadataName, mostHeaderBytes, type Tensor } from "./safetensors";

/** One checkpoint as a file: docs/formats.md. */

const format = "dropout-lab-checkpoint-1";

/** The digest covers the file's bytes with these zeros in the digest's place. */
const noDigest = "0".repeat(64);

/** The run to which a checkpoint must belong. */
export interface RunIdentity {
  /** Equal for runs whose numbers are all equal: run-fingerprint.ts. */
  readonly fingerprint: string;
  /** Length of the vector of all trainable values, how many such vectors the optimizer has, and the number of all buffers' values. */
  readonly parameters: number;
  readonly slots: number;
  readonly buffers: number;
}

const formatSchema = z.looseObject({ [metadataName]: z.looseObject({ format: z.string() }) });

const headerSchema = z.looseObject({
  [metadataName]: z.strictObject({
    format: z.literal(format),
    run: z.string(),
    position: z.string(),
    sha256: z.string().length(noDigest.length),
  }),
});

const choiceSchema = z.strictObject({
  epoch: z.int().min(1),
  loss: z.number(),
  worse: z.int().min(0),
  over: z.boolean(),
});

const positionSchema = z.strictObject({
  epoch: z.int().min(1),
  samplesDone: z.int().min(0),
  lossSum: z.number(),
  hits: z.int().nullable(),
  measured: z.array(averagedMetricsSchema),
  trainingSeconds: z.number(),
  evaluationSeconds: z.number(),
  /** There if the file has the vectors of the chosen epoch. Labs that measured nothing at the end did not write it. */
  chosen: choiceSchema.optional(),
  /** What a learning-rate schedule has seen. */
  watched: z
    .strictObject({ best: z.number(), worse: z.int().min(0), factor: z.number().positive() })
    .optional(),
  /** Early stopping's best epoch so far. */
  stop: choiceSchema.optional(),
});
type Position = z.infer<typeof positionSchema>;

/**
 * The file's bytes in parts: the header, then each tensor's own memory (all platforms of the lab are little-endian).
 */
export function checkpointParts(fingerprint: string, state: RunState): Uint8Array[] {
  const { training, measured, trainingSeconds, evaluationSeconds, chosen, watched, stop } = state;
  const { epoch, samplesDone, sums, weights, buffers, slots } = training;
  const position: Position = {
    epoch,
    samplesDone,
    lossSum: sums.loss,
    hits: sums.hits,
    measured: [...measured],
    trainingSeconds,
    evaluationSeconds,
    ...(chosen && { chosen: choiceOf(chosen) }),
    ...(watched && { watched }),
    ...(stop && { stop: choiceOf(stop) }),
  };
  const named = {
    ...{ weights, ...Object.fromEntries(slots.map((slot, index) => [`optimizer.${index}`, slot])), buffers },
    ...(chosen && { "chosen.weights": chosen.state.weights, "chosen.buffers": chosen.state.buffers }),
  };
  // A network without buffers has no such vector.
  const filled = Object.entries(named).filter(([, values]) => values.length > 0);
  const vectors = filled.map(([, values]) => values);
  const tensors: Record<string, Tensor> = Object.fromEntries(
    filled.map(([name, values]) => [name, { shape: [values.length], values }]),
  );
  const metadata = { format, run: fingerprint, position: JSON.stringify(position) };
  const data = vectors.map(bytesOf);
  const digest = digestOf([headerOf(tensors, { ...metadata, sha256: noDigest }), ...data]);
  return [headerOf(tensors, { ...metadata, sha256: digest }), ...data];
}

/**
 * Reads at most the size of this run's checkpoints.
 * @throws LabError `checkpointDamaged`, `checkpointOfAnotherFormat`, `checkpointOfAnotherRun`, all without parameters
 * but `detail` and `format`
 */
export async function readCheckpoint(file: FileHandle, run: RunIdentity): Promise<RunState> {
  const headerLength = Number(new DataView((await read(file, 0, lengthBytes)).buffer).getBigUint64(0, true));
  if (headerLength > mostHeaderBytes) throw damaged("its header is too long");
  const header = Buffer.from((await read(file, 0, lengthBytes + headerLength)).buffer);
  const content = parse(header.subarray(lengthBytes).toString("utf8"));
  const said = formatSchema.safeParse(content);
  if (!said.success) throw damaged("its header cannot be read");
  if (said.data[metadataName].format !== format) {
    throw new LabError("checkpointOfAnotherFormat", { format: said.data[metadataName].format.slice(0, 100) });
  }
  const metadata = headerSchema.safeParse(content).data?.[metadataName];
  if (!metadata) throw damaged("its header cannot be read");
  if (metadata.run !== run.fingerprint) throw new LabError("checkpointOfAnotherRun");

  const position = positionSchema.safeParse(parse(metadata.position)).data;
  if (!position) throw damaged("its position cannot be read");
  const { epoch, samplesDone, lossSum, hits, chosen, ...others } = position;
  const { parameters, buffers, slots } = run;
  const state = [parameters, ...Array<number>(slots).fill(parameters), buffers];

  const vectors: Float32Array<ArrayBuffer>[] = [];
  let offset = header.length;
  for (const length of chosen ? [...state, parameters, buffers] : state) {
    const bytes = await read(file, offset, length * floatBytes);
    vectors.push(new Float32Array(bytes.buffer));
    offset += bytes.length;
  }
  const { size } = await file.stat();
  if (size !== offset) throw damaged("it is too long");
  header.write(noDigest, header.indexOf(metadata.sha256));
  if (digestOf([header, ...vectors.map(bytesOf)]) !== metadata.sha256) throw damaged("its checksum is wrong");
  const [weights, ...further] = vectors;
  const [ofBuffers, ofChosen, buffersOfChosen] = further.slice(slots);
  const training = {
    ...{ epoch, samplesDone, sums: { loss: lossSum, hits } },
    ...{ weights: weights!, buffers: ofBuffers!, slots: further.slice(0, slots) },
  };
  if (!chosen) return { training, ...others };
  const kept = { weights: ofChosen!, buffers: buffersOfChosen! };
  return { training, ...others, chosen: { ...chosen, state: kept } };
}

function choiceOf({ epoch, loss, worse, over }: EpochChoice): EpochChoice {
  return { epoch, loss, worse, over };
}

async function read(file: FileHandle, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw damaged("it is too short");
    done += bytesRead;
  }
  return bytes;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function damaged(detail: string): LabError {
  return new LabError("checkpointDamaged", { detail });
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function digestOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
