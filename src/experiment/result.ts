import { z } from "zod";
import { preparationSchema } from "../fields/preparation";
import { failureSchema } from "../messages/failure";
import { runEndSchema } from "./run-end";
import { experimentSchema } from "./schema";

/** A run's measures, and the finished experiment as written to `result.json` (docs/formats.md). */

/** Mean loss per sample (without the L2 penalty) and, for classification, the share of samples classed right. */
export const metricsSchema = z.strictObject({ loss: z.number(), accuracy: z.number().optional() });

/** Mean over several passes with dropout on; the standard deviations (n - 1) are there from two passes on. */
export const forgottenMetricsSchema = metricsSchema.extend({
  lossSd: z.number().optional(),
  accuracySd: z.number().optional(),
});

/** Of the prediction averaged over several passes with dropout on; for classes with its expected calibration error. */
export const averagedMetricsSchema = metricsSchema.extend({ calibration: z.number().optional() });

export const epochRecordSchema = z.strictObject({
  /** Counted from 1. */
  epoch: z.int().min(1),
  /** Running mean over the epoch's minibatches, with dropout on, while the weights change. Keras prints the same. */
  training: metricsSchema,
  train: z.strictObject({ eval: metricsSchema }),
  /**
   * Both modes on the same weights: `eval` is eval mode, `train` is eval forgotten. Where the network has dropout and batch
   * normalisation, also with only one of them forgotten.
   */
  validation: z.strictObject({
    eval: metricsSchema,
    train: forgottenMetricsSchema,
    dropoutForgotten: forgottenMetricsSchema.optional(),
    batchNormForgotten: metricsSchema.optional(),
    /** There where `evaluation.mcPasses` asks for it. */
    mc: averagedMetricsSchema.optional(),
  }),
  /** Wall time of the epoch's training and of its evaluations, seconds. */
  trainingSeconds: z.number(),
  evaluationSeconds: z.number(),
  /** Of the epoch's last step; only where a schedule changes it. */
  learningRate: z.number().optional(),
  /** What the rates of all layers that drop were multiplied by; only where they change. */
  rateFactor: z.number().optional(),
});

export const environmentSchema = z.strictObject({
  /** The backend: `tensorflow` is the native library through tfjs-node. */
  backend: z.enum(["tensorflow", "wasm", "cpu"]),
  /** Where the native library came from, or why it is not used: a plain sentence in English. */
  backendSource: z.string(),
  /** How the backend is used: op by op, or by whole graphs. Results from before there were graphs lack it. */
  engine: z.enum(["plain", "graph"]).default("plain"),
  /** The instructions of the processor that the lab's own kernels (native/) use; absent where TensorFlow's did everything. */
  kernels: z.enum(["avx2", "avx512"]).optional(),
  /**
   * Of a run whose training multiplies bfloat16: by which of the processor's instructions, or in float32 after the factors were rounded.
   * Runs in float32 do not have it.
   */
  bfloat16: z.enum(["avx512bf16", "rounded"]).optional(),
  tensorflow: z.string().nullable(),
  tfjs: z.string(),
  /** "Node 20.20.2" or "Electron 45.4.1 (Node 24.9.0)". */
  runtime: z.string(),
  /** "linux x64". */
  platform: z.string(),
  lab: z.string(),
});

/** The environment of a run's epochs from `fromEpoch` on: a resumed run may have continued elsewhere. */
export const environmentSpanSchema = z.strictObject({
  fromEpoch: z.int().min(1),
  environment: environmentSchema,
});

/** Of runs that have not ended. */
export const activeStatuses = ["queued", "running", "paused"] as const;
/** The other four are ends, and a run ends exactly once. */
export const runStatuses = [...activeStatuses, "done", "failed", "cancelled", "interrupted"] as const;
export const runStatusSchema = z.enum(runStatuses);

export const runResultSchema = z.strictObject({
  variant: z.string(),
  /** The rate the variant puts into every dropout layer; null where the layers keep their own. */
  rate: z.number().nullable(),
  seed: z.int(),
  status: runStatusSchema,
  failure: failureSchema.nullable(),
  epochs: z.array(epochRecordSchema),
  /** What was measured once, when the run was done. Results from before there was such a measure lack it. */
  end: runEndSchema.optional(),
  /** Its place among the result's preparations. */
  preparation: z.int().min(0).optional(),
  /** Name of the `.safetensors` file beside result.json; null for a run without weights. */
  weights: z.string().nullable(),
  /** In the order of their epochs. Absent where one environment measured the whole result: its own `environment`. */
  environments: z.array(environmentSpanSchema).min(1).optional(),
});

export const resultSchema = z.strictObject({
  format: z.literal("dropout-lab-result-1"),
  created: z.string(),
  experiment: experimentSchema,
  environment: environmentSchema,
  /** How raw rows became what runs trained on, each once. Results from before they were kept lack them. */
  preparations: z.array(preparationSchema).optional(),
  runs: z.array(runResultSchema),
});

export type Metrics = z.infer<typeof metricsSchema>;
export type AveragedMetrics = z.infer<typeof averagedMetricsSchema>;
export type ForgottenMetrics = z.infer<typeof forgottenMetricsSchema>;
export type EpochRecord = z.infer<typeof epochRecordSchema>;
export type Environment = z.infer<typeof environmentSchema>;
export type EnvironmentSpan = z.infer<typeof environmentSpanSchema>;
export type RunStatus = z.infer<typeof runStatusSchema>;
export type ActiveStatus = (typeof activeStatuses)[number];
export type RunResult = z.infer<typeof runResultSchema>;
export type Result = z.infer<typeof resultSchema>;

export function isActive(status: RunStatus): status is ActiveStatus {
  return activeStatuses.some((each) => each === status);
}
