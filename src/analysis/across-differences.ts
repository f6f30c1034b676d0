import type { Environment } from "../experiment/result";
import type { Layer, Training } from "../experiment/schema";
import { augments } from "../nn/augmentation/settings";
import { droppingLayers, inOrder, isScaled, ratesOf as ratesOfLayers, widthOf } from "../nn/network";
import { experimentOf } from "../experiment/variants";
import type { Fact } from "../messages/sentence";
import type { SentenceCode } from "../messages/sentences.en";
import type { Optimizer } from "../nn/optimizers/kinds";
import type { AcrossGroup } from "./across-group";
import type { View } from "./view";

/**
 * In what two comparable groups differ, so that the reader knows what their difference is a difference of. What has no
 * part in the numbers of this view is left out: patience but for early stopping, passes but for a forgotten eval.
 */
export function differencesOf(group: AcrossGroup, against: AcrossGroup, view: View): Fact[] {
  const both = [group, against] as const;
  const [own, other] = both.map(({ experiment, settings }) => experimentOf(experiment, settings));
  const [layers, others] = [own!.network.layers, other!.network.layers];
  const [training, recipe] = [own!.training, other!.training];
  const common = group.all.filter(({ seed }) => against.all.some((run) => run.seed === seed)).length;
  return [
    ...networkDifferences(layers, others),
    ...differing("differentRates", [ratesOf(layers), ratesOf(others)]),
    ...scalingDifferences(layers, others),
    ...optimizerDifferences(training.optimizer, recipe.optimizer),
    ...differing("differentEpochs", [training.epochs, recipe.epochs]),
    ...differing("differentBatchSize", [training.batchSize, recipe.batchSize]),
    ...wholeDifferences(training, recipe),
    ...differing("differentL2", [training.l2, recipe.l2]),
    ...differing("differentClipping", [training.clipNorm ?? 0, recipe.clipNorm ?? 0]),
    ...differing("differentMaxNorm", [training.maxNorm ?? 0, recipe.maxNorm ?? 0]),
    ...differing("differentLabelSmoothing", [training.labelSmoothing ?? 0, recipe.labelSmoothing ?? 0]),
    ...differing("differentProducts", [training.products ?? "float32", recipe.products ?? "float32"]),
    ...differing("differentEarlyStopping", [stoppingOf(training), stoppingOf(recipe)]),
    ...(view.moment === "stopped"
      ? differing("differentPatience", [own!.evaluation.patience, other!.evaluation.patience])
      : []),
    ...(view.mode === "forgotten"
      ? differing("differentPasses", [own!.evaluation.forgottenPasses, other!.evaluation.forgottenPasses])
      : []),
    ...differing(
      "differentVersion",
      both.map(({ environments }) => listed(environments, ({ lab }) => lab)),
    ),
    ...differing(
      "differentEnvironment",
      both.map(({ environments }) => listed(environments, machineOf)),
    ),
    ...(group.all.length === common && against.all.length === common
      ? []
      : [
          {
            code: "differentSeeds",
            parameters: { common, own: group.all.length, other: against.all.length },
          } satisfies Fact,
        ]),
  ];
}

function networkDifferences(own: readonly Layer[], other: readonly Layer[]): Fact[] {
  const units = differing("differentNetwork", [unitsOf(own), unitsOf(other)]);
  return units.length > 0 ? units : differing("differentLayers", [shapeOf(own), shapeOf(other)]);
}

function optimizerDifferences(own: Optimizer, other: Optimizer): Fact[] {
  if (own.type !== other.type) return differing("differentOptimizer", [own.type, other.type]);
  const [{ learningRate, ...settings }, { learningRate: otherRate, ...otherSettings }] = [own, other];
  return [
    ...differing("differentLearningRate", [learningRate, otherRate]),
    ...differing("differentOptimizerSettings", [JSON.stringify(settings), JSON.stringify(otherSettings)]),
  ];
}

/** What is named without its settings. */
function wholeDifferences(own: Training, other: Training): Fact[] {
  const [one, another] = [wholesOf(own), wholesOf(other)];
  const codes = Object.keys(one) as (keyof typeof one)[];
  return codes.flatMap((code) =>
    JSON.stringify(one[code]) === JSON.stringify(another[code]) ? [] : [{ code, parameters: {} }],
  );
}

function wholesOf({ schedule, rateOverTime, augment, classWeights = "none" }: Training) {
  return {
    differentSchedule: schedule,
    differentRateOverTime: rateOverTime,
    differentAugmentation: augments(augment) ? augment : undefined,
    differentClassWeights: classWeights,
  };
}

/** "–" where it ends no run. */
function stoppingOf({ earlyStopping }: Training): string {
  if (!earlyStopping) return "–";
  const { patience, minDelta, restoreBest } = earlyStopping;
  return [patience, ...(minDelta > 0 ? [minDelta] : []), restoreBest ? "best" : "last"].join(" / ");
}

function differing(code: SentenceCode, [own, other]: readonly (string | number)[]): Fact[] {
  return own === other ? [] : [{ code, parameters: { own: own!, other: other! } }];
}

/** Of what nothing is dropped from, the scaling does not matter. */
function scalingDifferences(own: readonly Layer[], other: readonly Layer[]): Fact[] {
  const [scalings, others] = [own, other].map((layers) =>
    droppingLayers(layers).flatMap((layer) => (isScaled(layer) && layer.rate > 0 ? [layer.scaling] : [])),
  );
  if (scalings!.length === 0 || others!.length === 0) return [];
  return differing("differentDropoutScaling", [oneOrAll(scalings!), oneOrAll(others!)]);
}

/** Everything but the rates and what scales for them. */
function shapeOf(layers: readonly Layer[]): string {
  const shapes = inOrder(layers).map(({ layer, place }) => [
    place,
    { ...layer, layers: undefined, rate: undefined, scaling: undefined },
  ]);
  return JSON.stringify(shapes);
}

function unitsOf(layers: readonly Layer[]): string {
  return inOrder(layers)
    .flatMap(({ layer }) => widthOf(layer) ?? [])
    .join("–");
}

function ratesOf(layers: readonly Layer[]): string {
  const rates = ratesOfLayers(layers);
  // Without a layer that drops, nothing is dropped.
  return rates.length === 0 ? "0" : oneOrAll(rates);
}

function oneOrAll(values: readonly (string | number)[]): string {
  return values.every((value) => value === values[0]) ? String(values[0]) : values.join("–");
}

/** Each once; "–" where no run says what it was measured on. */
function listed(environments: readonly Environment[], of: (environment: Environment) => string): string {
  return [...new Set(environments.map(of))].sort().join(" / ") || "–";
}

function machineOf({ backend, engine, tensorflow, tfjs, runtime, platform }: Environment): string {
  return [backend, engine, tensorflow ?? tfjs, runtime, platform].join(" ");
}
