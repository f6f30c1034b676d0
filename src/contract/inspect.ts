import { z } from "zod";
import { layerTypes } from "../experiment/schema";
import { passesRequestSchema, passesSchema } from "./inspect-passes";
import { samplePassesRequestSchema, samplePassesSchema } from "./inspect-sample";
import { unitsRequestSchema, unitsSchema } from "./inspect-units";
import {
  planeRequestSchema,
  planeSchema,
  pointRequestSchema,
  pointSchema,
  surfaceRequestSchema,
  surfaceSchema,
} from "./inspect-surface";
import {
  predictionRequestSchema,
  predictionSchema,
  validationRequestSchema,
  validationSchema,
} from "./inspect-prediction";
import { predictedRowsSchema, rowsRequestSchema } from "./inspect-rows";
import { id } from "./run-summary";

/** What the window and the terminal may ask of the inspector: the inside of a run, in real numbers. */

/** A moment of a run: the weights after an epoch, and one of the training steps that the run took. */
const moment = {
  runId: id,
  /** The weights after this epoch, one of `epochs` in the answer; 0 is the start. By default the last. */
  epoch: z.int().min(0).optional(),
  /** One of the run's training steps, from 1. */
  step: z.int().min(1),
  /** The sample's place in that step's minibatch, from 0; one beyond its end means its last. */
  row: z.int().min(0).max(1_000_000),
  /** `train` drops units as that step did; in `eval` all take part. */
  mode: z.enum(["train", "eval"]),
};

const numbers = z.array(z.number());

/** What a layer drew. */
const drawnMask = {
  rate: z.number(),
  /** The multiplier of a kept unit or weight. */
  scale: z.number(),
  dropped: z.int(),
  /** The address of its random numbers (src/random): `layer` is the ordinal among the layers that draw, `step` counts from 0. */
  drawn: z.strictObject({ seed: z.int(), layer: z.int(), step: z.int() }),
};

const maskSchema = z.strictObject({
  ...drawnMask,
  /** Whether each unit was kept, in their order. */
  kept: z.array(z.boolean()),
  /** Each unit's multiplier, if it has one of its own. */
  multipliers: numbers.optional(),
  /** What is added to a kept unit, and what a dropped one puts out; 0 if left out. */
  shift: z.number().optional(),
  droppedTo: z.number().optional(),
});

/** The mask of a layer that drops weights: all samples of the minibatch share it. */
const weightMaskSchema = z.strictObject({ ...drawnMask, count: z.int() });

/** Its place in the document, from 0; within a block the layer's in the block comes second. */
const place = z.array(z.int());

/** What a residual block adds to what its layers put out. */
const shortcutSchema = z.strictObject({
  /** Where the layer whose outputs it takes stands among all layers in order, from 0; -1 for the inputs. */
  from: z.int(),
  /** Of its kernel; without one it adds what it takes as it is. */
  kernel: z.array(z.int()).optional(),
  /** Of pictures: the kernel meets every n-th pixel, down and across. */
  stride: z.int().optional(),
  /** What it adds for the sample, in the order of the block's units. */
  values: numbers,
});

const insideLayerSchema = z.strictObject({
  type: z.enum(layerTypes),
  place,
  /** Of one sample. */
  shape: z.array(z.int()),
  /** What the layer puts out for the sample, in the order of its units. */
  values: numbers,
  /** The mask that the run drew for the sample in this step, whatever the mode; only a layer that drops units has one. */
  mask: maskSchema.optional(),
  weightMask: weightMaskSchema.optional(),
  /** Weights [inputs, units], row-major, if they are few enough to be drawn as edges; in `train` with those dropped that the step dropped. */
  kernel: numbers.optional(),
  /** Only of a residual block. */
  shortcut: shortcutSchema.optional(),
});

/** Where another epoch trains the same sample. */
const placeSchema = z.strictObject({
  /** From 1, and the place in that step's minibatch, from 0. */
  step: z.int(),
  row: z.int(),
  epoch: z.int(),
});

const besideSchema = z.strictObject({
  row: z.int(),
  /** The training sample's number, from 0. */
  sample: z.int(),
  /** A class number, or a value as the network learns it. */
  target: z.number(),
  /** The input, if it is a picture. */
  picture: numbers.optional(),
  /** Units dropped by each layer that drops units. */
  dropped: z.array(z.int()),
  /** Whether each unit was kept, for each layer that drops units. */
  kept: z.array(z.array(z.boolean())),
  /** Each unit's multiplier, for each such layer; empty where units have none of their own. */
  multipliers: z.array(numbers),
  outputs: numbers,
});

/** The most samples that are shown side by side. */
export const mostBeside = 10;

export const minibatchSchema = z.strictObject({
  /** The weights are those after this epoch. */
  epoch: z.int(),
  /** The epochs after which the weights are kept; 0 is the start. */
  epochs: z.array(z.int()),
  step: z.int(),
  /** The steps that the run has taken. */
  steps: z.int(),
  /** The epoch of the step, the minibatch's number in it (from 1) and how many it has. */
  stepEpoch: z.int(),
  batch: z.int(),
  batches: z.int(),
  row: z.int(),
  /** ValidationSamples in this minibatch. */
  rows: z.int(),
  /** The training sample's number, from 0. */
  sample: z.int(),
  /** The same sample in the epoch before and in the one after, if the run has trained it there. */
  earlier: placeSchema.optional(),
  later: placeSchema.optional(),
  target: z.number(),
  classes: z.array(z.string()).optional(),
  input: z.strictObject({ shape: z.array(z.int()), values: numbers, isPicture: z.boolean() }),
  /** If all inputs are as the step augmented them. */
  augmented: z.literal(true).optional(),
  /** In the order in which they are computed: the layers of a block before the block. */
  layers: z.array(insideLayerSchema),
  /** Up to ten samples of the same minibatch, the chosen one among them. */
  beside: z.array(besideSchema),
});
export type Minibatch = z.infer<typeof minibatchSchema>;

export const unitSchema = z.strictObject({
  /** The values that come in, and the weights on their way to the unit; a value of a map has those of its window, and a pool has no weights. */
  inputs: numbers,
  weights: numbers,
  bias: z.number(),
  /** Σ inputs × weights + bias; of a pool, the largest or the mean. */
  sum: z.number(),
  /** Of a value of a map: the places of its inputs in what comes in. */
  places: z.array(z.int()).optional(),
});
export type Unit = z.infer<typeof unitSchema>;

const spreadSchema = z.strictObject({ mean: z.number(), deviation: z.number() });
const scalingNumbersSchema = z.strictObject({
  /** Over samples, units and masks. */
  training: spreadSchema,
  /** Over samples and units. */
  inference: spreadSchema,
});
export type ScalingNumbers = z.infer<typeof scalingNumbersSchema>;

const scalingsSchema = z.strictObject({
  /** The weights are those after this epoch, one of these that are kept; 0 is the start. */
  epoch: z.int(),
  epochs: z.array(z.int()),
  /** Validation samples, and passes with dropout on: each scaling has the same masks. */
  rows: z.int(),
  passes: z.int(),
  /** Whether weights can take over the factor of each dropout layer, so that training is the same under each scaling. */
  isMatched: z.boolean(),
  /** The pre-activations of the dense layers. */
  layers: z.array(
    z.strictObject({
      /** Where it stands among all layers in order, from 0. */
      layer: z.int(),
      place,
      units: z.int(),
      /** The probability that an input is kept, by the dropout layers right before it. */
      keep: z.number(),
      inverted: scalingNumbersSchema,
      classic: scalingNumbersSchema,
      none: scalingNumbersSchema,
    }),
  ),
});
export type Scalings = z.infer<typeof scalingsSchema>;

export const inspectVerbs = {
  /** One minibatch of a run's training as one of its samples went through the network. */
  inspectMinibatch: { request: z.strictObject(moment), response: minibatchSchema },
  /** The arithmetic of one unit of a dense layer for the same sample. */
  inspectUnit: {
    request: z.strictObject({
      ...moment,
      /** Where the dense layer stands among all layers in order, from 0. */
      layer: z.int().min(0).max(10_000),
      unit: z.int().min(0),
    }),
    response: unitSchema,
  },
  /** The pre-activations of a run's network under each scaling of dropout, in training and at inference. */
  inspectScaling: {
    request: z.strictObject({ runId: moment.runId, epoch: moment.epoch }),
    response: scalingsSchema,
  },
  /** Many passes with dropout on over the validation split. */
  inspectPasses: { request: passesRequestSchema, response: passesSchema },
  /** The same for one validation sample: what each pass predicts. */
  inspectSample: { request: samplePassesRequestSchema, response: samplePassesSchema },
  /** What the hidden units have learnt: weights, activations and correlations. */
  inspectUnits: { request: unitsRequestSchema, response: unitsSchema },
  /** The axes and points of data of two numeric features, or of a regression of one. */
  inspectPlane: { request: planeRequestSchema, response: planeSchema },
  /** The network's predictions on a grid over them. */
  inspectSurface: { request: surfaceRequestSchema, response: surfaceSchema },
  /** The same at one point. */
  inspectPoint: { request: pointRequestSchema, response: pointSchema },
  /** What a run predicts for one input, in evaluation mode and in passes with dropout on. */
  inspectPrediction: { request: predictionRequestSchema, response: predictionSchema },
  /** What a run predicts for the rows of a file that it has never seen. */
  inspectRows: { request: rowsRequestSchema, response: predictedRowsSchema },
  /** The validation samples to choose from, and the confusion matrix. */
  inspectValidation: { request: validationRequestSchema, response: validationSchema },
} as const;

/** A question as the inspector gets it: without the run, which comes with it. */
export const inspectQuestionSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("inspectMinibatch"), request: inspectVerbs.inspectMinibatch.request }),
  z.strictObject({ verb: z.literal("inspectUnit"), request: inspectVerbs.inspectUnit.request }),
  z.strictObject({ verb: z.literal("inspectScaling"), request: inspectVerbs.inspectScaling.request }),
  z.strictObject({ verb: z.literal("inspectPasses"), request: inspectVerbs.inspectPasses.request }),
  z.strictObject({ verb: z.literal("inspectSample"), request: inspectVerbs.inspectSample.request }),
  z.strictObject({ verb: z.literal("inspectUnits"), request: inspectVerbs.inspectUnits.request }),
  z.strictObject({ verb: z.literal("inspectPlane"), request: planeRequestSchema }),
  z.strictObject({ verb: z.literal("inspectSurface"), request: surfaceRequestSchema }),
  z.strictObject({ verb: z.literal("inspectPoint"), request: pointRequestSchema }),
  z.strictObject({ verb: z.literal("inspectPrediction"), request: inspectVerbs.inspectPrediction.request }),
  z.strictObject({ verb: z.literal("inspectValidation"), request: inspectVerbs.inspectValidation.request }),
  // Its file is a path by then.
  z.strictObject({
    verb: z.literal("inspectRows"),
    request: rowsRequestSchema.extend({ file: z.string().min(1) }),
  }),
]);
export type InspectQuestion = z.infer<typeof inspectQuestionSchema>;
export type InspectVerb = InspectQuestion["verb"];

export const inspectAnswerSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("inspectMinibatch"), value: minibatchSchema }),
  z.strictObject({ verb: z.literal("inspectUnit"), value: unitSchema }),
  z.strictObject({ verb: z.literal("inspectScaling"), value: scalingsSchema }),
  z.strictObject({ verb: z.literal("inspectPasses"), value: passesSchema }),
  z.strictObject({ verb: z.literal("inspectSample"), value: samplePassesSchema }),
  z.strictObject({ verb: z.literal("inspectUnits"), value: unitsSchema }),
  z.strictObject({ verb: z.literal("inspectPlane"), value: planeSchema }),
  z.strictObject({ verb: z.literal("inspectSurface"), value: surfaceSchema }),
  z.strictObject({ verb: z.literal("inspectPoint"), value: pointSchema }),
  z.strictObject({ verb: z.literal("inspectPrediction"), value: predictionSchema }),
  z.strictObject({ verb: z.literal("inspectValidation"), value: validationSchema }),
  z.strictObject({ verb: z.literal("inspectRows"), value: predictedRowsSchema }),
]);
export type InspectAnswer = z.infer<typeof inspectAnswerSchema>;
