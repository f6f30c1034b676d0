import { type ExperimentInput, experimentSchema } from "../../experiment/schema";
import type { DataShape } from "../../fields/shape";
import { pictureNetworks, rowNetworks } from "../testing";
import type { InputScaling, ScriptPlan } from "./plan";
import { scriptPlanOf } from "./script-plan";

/** Shared by the tests of scripts: every layer and every setting of the training, as plans. */

const textbook: ExperimentInput["network"]["layers"] = [
  { type: "dense", units: 20 },
  { type: "leakyRelu" },
  { type: "dropout", rate: 0.3 },
  { type: "dense", units: 4 },
];
const perceptron: ExperimentInput["network"]["layers"] = [
  { type: "dense", units: 8 },
  { type: "tanh" },
  { type: "dropout", rate: 0.2 },
  { type: "dense", units: 1 },
];

const rows: DataShape = { features: 5, outputs: 4, task: "classification" };
const pictures: DataShape = { features: 84, image: [7, 6, 2], outputs: 4, task: "classification" };
const regression: DataShape = { features: 5, outputs: 1, task: "regression" };

export interface ScriptCase {
  readonly network: ExperimentInput["network"];
  readonly shape: DataShape;
  readonly training?: ExperimentInput["training"];
  readonly evaluation?: ExperimentInput["evaluation"];
  readonly scaling?: InputScaling;
  /** Test rows. */
  readonly test?: number;
}

const trained = (training: ExperimentInput["training"], more: Partial<ScriptCase> = {}): ScriptCase => ({
  ...{ network: { layers: textbook }, shape: rows, training, ...more },
});

/** Settings of the training, each by its name. */
export const trainings: Readonly<Record<string, ScriptCase>> = {
  textbook: trained({}, { test: 20 }),
  sgd: trained({ optimizer: { type: "sgd", momentum: 0.9, nesterov: true, learningRate: 0.05 } }),
  adamW: trained({ optimizer: { type: "adamW", weightDecay: 0.05, beta2: 0.99 } }),
  rmsprop: trained({ optimizer: { type: "rmsprop", momentum: 0.5 } }),
  "step with a warm-up": trained({ schedule: { type: "step", every: 2, factor: 0.5, warmup: 2 }, epochs: 6 }),
  "step with a momentum": trained({
    optimizer: { type: "sgd", momentum: 0.9, nesterov: true },
    ...{ schedule: { type: "step", every: 1, factor: 0.5 }, epochs: 4 },
  }),
  exponential: trained({ schedule: { type: "exponential" }, epochs: 4 }),
  "cosine with a warm-up": trained({ schedule: { type: "cosine", lowest: 0.1, warmup: 1 }, epochs: 4 }),
  cosine: trained({ schedule: { type: "cosine" }, epochs: 4 }),
  plateau: trained({ schedule: { type: "plateau", patience: 0, factor: 0.5 }, epochs: 5 }),
  "plateau with a warm-up": trained({ schedule: { type: "plateau", patience: 1, warmup: 2 }, epochs: 5 }),
  "only a warm-up": trained({ schedule: { type: "constant", warmup: 2 }, epochs: 4 }),
  "penalties, clipping, max-norm": trained(
    { l2: 1e-4, clipNorm: 0.5, maxNorm: 2 },
    { network: { layers: [{ type: "dense", units: 8, l1: 0.001, l2: 0.01 }, ...textbook] } },
  ),
  "label smoothing and class weights": trained({ labelSmoothing: 0.1, classWeights: "balanced" }),
  "class weights": trained({ classWeights: "balanced" }),
  "products of bfloat16": trained(
    { products: "bfloat16" },
    {
      network: {
        layers: [
          { type: "dense", units: 60_000 },
          { type: "relu" },
          { type: "dropConnect", units: 5, rate: 0.3 },
          { type: "relu" },
          { type: "dense", units: 4 },
        ],
      },
    },
  ),
  "early dropout": trained({ rateOverTime: { type: "early", epochs: 2 }, epochs: 4 }),
  "late dropout": trained({ rateOverTime: { type: "late", epochs: 2 }, epochs: 4 }),
  "dropout that grows": trained({
    rateOverTime: { type: "linear", epochs: 3, from: 0.2, to: 0.9 },
    epochs: 4,
  }),
  "early stopping": trained({ earlyStopping: { patience: 2, minDelta: 0.01 }, epochs: 8 }, { test: 20 }),
  "early stopping, last weights": trained({ earlyStopping: { restoreBest: false }, epochs: 8 }, { test: 20 }),
  "the epoch that early stopping would keep": trained(
    { epochs: 8 },
    { test: 20, evaluation: { measureAt: "stopped", patience: 2 } },
  ),
  "the last epoch": trained({}, { test: 20, evaluation: { measureAt: "last" } }),
  regression: trained(
    { loss: "meanSquaredError" },
    { network: { layers: perceptron }, shape: regression, test: 20 },
  ),
  "columns that are scaled to 0 to 1": trained({}, { scaling: { kind: "unit", masked: true } }),
  "columns that are divided beside others": trained(
    {},
    { scaling: { kind: "divided", by: 255, masked: true } },
  ),
  "batch normalisation": trained(
    {},
    { network: { layers: [{ type: "dense", units: 8 }, { type: "batchNorm" }, ...textbook] } },
  ),
  "other starts": trained(
    {},
    {
      network: {
        layers: [
          { type: "dense", units: 8, initializer: "heNormal" },
          { type: "dense", units: 8, initializer: "heUniform" },
          { type: "dense", units: 8, initializer: "glorotNormal" },
          { type: "dense", units: 8, initializer: "lecunNormal" },
          { type: "dense", units: 8, initializer: "lecunUniform" },
          { type: "dense", units: 4, initializer: "glorotUniform" },
        ],
      },
    },
  ),
  "one start": trained(
    {},
    {
      network: {
        layers: [
          { type: "dense", units: 8, initializer: "heNormal" },
          { type: "dense", units: 4, initializer: "heNormal" },
        ],
      },
    },
  ),
  "augmented pictures": trained(
    { augment: { shift: 1, flip: true, noise: 0.1 } },
    {
      network: {
        layers: [
          { type: "conv2d", filters: 3, kernelSize: 3 },
          { type: "dense", units: 4 },
        ],
      },
      shape: pictures,
      scaling: { kind: "divided", by: 255, masked: false },
    },
  ),
  "augmented rows of pixels": trained(
    { augment: { shift: 1 } },
    { shape: pictures, scaling: { kind: "divided", by: 255, masked: false } },
  ),
};

export function planOf(
  name: string,
  { network, shape, training, evaluation, scaling, test = 0 }: ScriptCase,
): ScriptPlan {
  const experiment = experimentSchema.parse({
    ...{ name, data: { source: "clusters", train: 100, validation: 60, test }, network },
    training: { epochs: 2, ...training },
    evaluation,
  });
  return scriptPlanOf(experiment, { name: "as it is" }, 1, shape, scaling);
}

/** Every plan: each training, and each of the networks of model files. */
export function everyPlan(): ScriptPlan[] {
  const named = (kind: string, shape: DataShape, networks: typeof rowNetworks): ScriptPlan[] =>
    networks.map((layers, number) =>
      planOf(`${kind} ${number}`, { network: { layers: [...layers] as typeof textbook }, shape }),
    );
  return [
    ...Object.entries(trainings).map(([name, each]) => planOf(name, each)),
    ...named("rows", rows, rowNetworks),
    ...named("pictures", pictures, pictureNetworks),
  ];
}
