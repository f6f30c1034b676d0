import { z } from "zod";
import { environmentSchema, epochRecordSchema } from "../experiment/result";
import { runEndSchema } from "../experiment/run-end";
import { experimentSchema, variantSchema } from "../experiment/schema";
import { preparationSchema } from "../fields/preparation";
import { failureOf, failureSchema } from "../messages/failure";
import { previewSchema } from "../contract/contract";
import { evaluatedSchema } from "../contract/networks";
import { inspectAnswerSchema, inspectQuestionSchema } from "../contract/inspect";
import type { readingOrderSchema } from "./reading-orders";

/** The file's bytes: see safetensors.ts. */
const weights = z.instanceof(Uint8Array);

/** A run to look into, with the weights after one of its epochs. */
export const inspectedRunSchema = z.strictObject({
  experiment: experimentSchema,
  variant: variantSchema,
  seed: z.int(),
  /** The epochs that the run has trained. */
  epochsDone: z.int().min(1),
  /** The epochs after which its weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  /** The epoch whose weights are meant; those of epoch 0 follow from the seed. */
  epoch: z.int(),
  /** Names these weights: equal names, equal weights. */
  weightsKey: z.string(),
  /** Null at first: the inspector may have them, and asks if not. */
  weights: weights.nullable(),
});
export type InspectedRun = z.infer<typeof inspectedRunSchema>;

/**
 * The messages between the lab and a trainer process. Paths are absolute. A process trains one run at a time and
 * stays alive after its last message: the lab gives it another run or ends it, so that no message is lost in a
 * closing pipe. Orders to look at files are in reading-orders.ts.
 */
export const trainingOrderSchema = z.discriminatedUnion("type", [
  /** Loads what every run needs before the first one is known; there is no answer. */
  z.strictObject({ type: z.literal("prepare") }),
  /** Lets go of the last run's data and graphs: no run of its experiment comes any more. There is no answer. */
  z.strictObject({ type: z.literal("rest") }),
  z.strictObject({
    type: z.literal("train"),
    /** Names it; the numbers do not depend on it. */
    run: z.strictObject({ experimentId: z.string(), runId: z.string() }),
    experiment: experimentSchema,
    variant: variantSchema,
    seed: z.int(),
    /** The last epoch that it may train now: all, or up to the next decision of successive halving. */
    until: z.int().min(1),
    checkpoints: z.strictObject({
      /** The run's own. */
      folder: z.string(),
      /** Epochs of the run whose records are in the store. */
      epochsKept: z.int(),
    }),
    /** The folder of the run's weights along the way. */
    snapshots: z.string(),
    /** The folder of prepared data, which all trainers share. */
    prepared: z.string(),
    /** The run of the same experiment that is likely to be next: its data may be drawn meanwhile. Nothing depends on it. */
    next: z.strictObject({ variant: variantSchema, seed: z.int() }).optional(),
  }),
  /** Pauses the run before its next batch; `resume` continues it, `cancel` ends it there. */
  z.strictObject({ type: z.literal("pause") }),
  z.strictObject({ type: z.literal("resume") }),
  z.strictObject({ type: z.literal("cancel") }),
  /** Like `cancel`, after a checkpoint from which the run can continue. */
  z.strictObject({ type: z.literal("handOver") }),
  /** The answer to `askKept`. */
  z.strictObject({ type: z.literal("kept") }),
  /** Answered by `environment` or `failed`. Questions are answered one after another in the order asked. */
  z.strictObject({ type: z.literal("describe") }),
  /** Measures weights from elsewhere; answered by `evaluated` or `failed`. */
  z.strictObject({
    type: z.literal("evaluate"),
    experiment: experimentSchema,
    variant: variantSchema,
    seed: z.int(),
    /** By the lab's names. */
    weights,
    prepared: z.string(),
  }),
  /** Answered by `inspected`, `weightsWanted` or `failed`. */
  z.strictObject({
    type: z.literal("inspect"),
    run: inspectedRunSchema,
    /** The folder of prepared data, which all trainers share. */
    prepared: z.string(),
    /** How the run's raw rows became what it trained on; only with a question about other rows, and if the store has it. */
    preparation: preparationSchema.optional(),
    question: inspectQuestionSchema,
  }),
]);

export const progressSchema = z.strictObject({
  epoch: z.int(),
  samplesDone: z.int(),
  samples: z.int(),
  samplesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  /** There if early stopping may end the run before. */
  atMost: z.literal(true).optional(),
});

export const fromTrainerSchema = z.discriminatedUnion("type", [
  /**
   * The first message of every process: what it can do. The backend is the one that it expects to load, which takes a
   * second; `environment` says what it has loaded. Null if it knows none that works.
   */
  z.strictObject({
    type: z.literal("ready"),
    cores: z.int().min(1),
    backend: environmentSchema.shape.backend.nullable(),
  }),
  z.strictObject({ type: z.literal("environment"), environment: environmentSchema }),
  /** How the run's raw rows became what it trains on. */
  z.strictObject({ type: z.literal("prepared"), preparation: preparationSchema }),
  z.strictObject({ type: z.literal("epoch"), record: epochRecordSchema }),
  /** Of short epochs, one after another. */
  z.strictObject({ type: z.literal("epochs"), records: z.array(epochRecordSchema) }),
  /** Asks for an answer once the store has every record sent so far: a checkpoint must not be ahead of the store. */
  z.strictObject({ type: z.literal("askKept") }),
  /** The run continues from a checkpoint in this epoch. */
  z.strictObject({ type: z.literal("continued"), epoch: z.int() }),
  /** A problem that does not end the run. */
  z.strictObject({ type: z.literal("notice"), failure: failureSchema }),
  /** At most four per second. */
  z.strictObject({ type: z.literal("progress"), progress: progressSchema }),
  /** How much of the preview's file has been read, from 0 to 1; at most four per second. */
  z.strictObject({ type: z.literal("reading"), share: z.number() }),
  z.strictObject({ type: z.literal("early"), preview: previewSchema }),
  z.strictObject({ type: z.literal("preview"), preview: previewSchema }),
  z.strictObject({ type: z.literal("inspected"), answer: inspectAnswerSchema }),
  /** The question has to be asked again with the weights. */
  z.strictObject({ type: z.literal("weightsWanted") }),
  z.strictObject({ type: z.literal("evaluated"), measured: evaluatedSchema }),
  z.strictObject({ type: z.literal("checked"), faults: z.array(z.string()) }),
  /** Of a run that has trained its last epoch, while its end is measured: `done` need not wait for them. */
  z.strictObject({ type: z.literal("weights"), weights }),
  /** Weights are null if they have been told. The end is null if the epoch to measure is not known. */
  z.strictObject({ type: z.literal("done"), weights: weights.nullable(), end: runEndSchema.nullable() }),
  /** The run has trained `until` its leave; its checkpoint lets it go on. */
  z.strictObject({ type: z.literal("rung"), weights }),
  /** Carries the weights if training had begun. */
  z.strictObject({ type: z.literal("cancelled"), weights: weights.nullable() }),
  z.strictObject({ type: z.literal("failed"), failure: failureSchema }),
]);

export type ToTrainer = z.infer<typeof trainingOrderSchema | typeof readingOrderSchema>;
export type FromTrainer = z.infer<typeof fromTrainerSchema>;
/** What is told of a preview before it is there. */
export type PreviewNews = Extract<FromTrainer, { type: "reading" | "early" }>;
export type Abilities = Extract<FromTrainer, { type: "ready" }>;
export type Progress = z.infer<typeof progressSchema>;

/** A trainer's message; an unreadable one counts as the trainer's failure. */
export function readWord(message: unknown): FromTrainer {
  const read = fromTrainerSchema.safeParse(message);
  if (read.success) return read.data;
  return { type: "failed", failure: failureOf(read.error) };
}
