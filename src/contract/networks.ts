import { z } from "zod";
import { dataShapeSchema } from "../fields/shape";
import { environmentSchema, epochRecordSchema } from "../experiment/result";
import { runEndSchema } from "../experiment/run-end";
import { failureSchema } from "../messages/failure";
import { layerSchema } from "../nn/layers/kinds";
import { evaluationSchema, experimentSchema, trainingSchema } from "../experiment/schema";

/** Networks of other programs, which the lab reads into layers of its own. */

/** As src/interchange/files/network-file.ts. */
const mostBytes = 2 ** 29;

const line = z.int().min(1).nullable();

const networkReadingSchema = z.strictObject({
  /** With the line of the text that has it. */
  layers: z.array(z.strictObject({ layer: layerSchema, line })).max(200),
  /** What the text says of its training. */
  training: trainingSchema
    .pick({
      ...{ optimizer: true, batchSize: true, epochs: true, l2: true },
      ...{ schedule: true, clipNorm: true, maxNorm: true, labelSmoothing: true, classWeights: true },
      ...{ earlyStopping: true, rateOverTime: true, augment: true, products: true },
    })
    .partial(),
  /** Which epoch's weights the text measures at the end, if it says so. */
  evaluation: evaluationSchema.pick({ measureAt: true, patience: true }).partial().optional(),
  /** Whether the text says all of its training: what is not there, is not meant. */
  isWhole: z.boolean(),
  /** Every part that the lab does not have, or has otherwise; by line. */
  notes: z.array(failureSchema.extend({ line })).max(100),
});
export type ToldNetwork = z.infer<typeof networkReadingSchema>;

/** Text that a person pasted, as its bytes, or a file with its name. */
const source = {
  name: z.string().min(1).max(255),
  content: z.instanceof(Uint8Array).refine(({ length }) => length <= mostBytes, "too large"),
  /** The data at hand. */
  shape: dataShapeSchema.optional(),
};

/** Both modes on weights that were trained elsewhere. */
export const evaluatedSchema = z.strictObject({
  rows: z.strictObject({ train: z.int(), validation: z.int() }),
  ...epochRecordSchema.pick({ train: true, validation: true }).shape,
  /** In the target's own units, with the prediction averaged over the passes; of the test split too, if there is one. */
  end: runEndSchema,
  environment: environmentSchema,
});
export type Evaluated = z.infer<typeof evaluatedSchema>;

const fileSchema = z.strictObject({ name: source.name, content: source.content });

export const networkVerbs = {
  /** Reads a network; nothing of it runs. @throws LabError `read…` */
  readNetwork: { request: z.strictObject(source), response: networkReadingSchema },
  /** Measures a network that was trained elsewhere, in both modes, on the experiment's data; trains nothing. @throws LabError `read…` */
  evaluateNetwork: {
    request: z.strictObject({
      /** Its data, and its layers where neither file has a network. */
      experiment: experimentSchema,
      shape: dataShapeSchema,
      weights: fileSchema,
      /** Other files of the weights' folder. */
      beside: z.array(fileSchema).max(8),
      network: fileSchema.optional(),
      /** With eval forgotten. */
      passes: z.int().min(1).max(1000),
    }),
    response: z.strictObject({
      measured: evaluatedSchema,
      ...networkReadingSchema.pick({ layers: true, notes: true }).shape,
    }),
  },
} as const;
