import type { Environment } from "../../src/experiment/result";
import type { Experiment, Layer, Variant } from "../../src/experiment/schema";
import { inOrder, layerNumber, ratesOf } from "../../src/nn/network";
import { experimentOf, trainingRowsOf } from "../../src/experiment/variants";
import type { ColumnChoice } from "../../src/fields/table";
import { type SettingRow, settingRows } from "../../src/report/settings";

/** One column of the table of settings: a variant of an experiment as it was trained. */
export interface SettingsColumn {
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seeds: readonly number[];
  /** Each environment in which runs were measured. */
  readonly environments: readonly Environment[];
}

/**
 * A layer without its rate, if that is shown once for all layers, without the usual scaling, and a block without its layers,
 * which are settings of their own.
 */
type Brief<Each> = Each extends Layer ? Pick<Each, "type"> & Partial<Each> : never;
type LayerSetting = Brief<Layer>;
export type SettingValue =
  string | number | boolean | LayerSetting | readonly number[] | readonly ColumnChoice[] | null;

/** Its path as "training.optimizer.learningRate". */
export type Setting = SettingRow<SettingValue>;

export const settingSections = ["data", "network", "training", "evaluation", "environment"] as const;
export type SettingSection = (typeof settingSections)[number];

export function sectionOf({ path }: Setting): SettingSection {
  return settingSections.find((section) => path.startsWith(`${section}.`))!;
}

/** Every setting of the columns, in the order of the document. */
export function settingsOf(columns: readonly SettingsColumn[]): Setting[] {
  const rows = settingRows(columns.map(flatten));
  return settingSections.flatMap((section) => rows.filter((row) => sectionOf(row) === section));
}

/** The parts of an environment on which numbers can depend; the native library's source is not one. */
function versionsOf({ backend, engine, tensorflow, tfjs, runtime, platform, lab }: Environment) {
  return { backend, engine, tensorflow, tfjs, runtime, platform, lab };
}

/** Fields that differ have all of their values. */
function joined(versions: readonly ReturnType<typeof versionsOf>[]): Record<string, SettingValue> {
  const [first = {}] = versions;
  return Object.fromEntries(
    Object.keys(first).map((field) => {
      const values = [...new Set(versions.map((one) => one[field as keyof typeof one]))];
      return [field, values.length === 1 ? values[0]! : values.map((value) => value ?? "–").join(" / ")];
    }),
  );
}

function brief(layer: Layer, hasOneRate: boolean): LayerSetting {
  const hidden = [
    "layers",
    ...(hasOneRate ? ["rate"] : []),
    ...("scaling" in layer && layer.scaling === "inverted" ? ["scaling"] : []),
  ];
  const shown = Object.entries(layer).filter(([field]) => !hidden.includes(field));
  return Object.fromEntries(shown) as unknown as LayerSetting;
}

/** The document as a variant changes it: rate and width are in the layers, the size is in the data. */
function flatten({ experiment, variant, seeds, environments }: SettingsColumn): Map<string, SettingValue> {
  const { data, network, training, evaluation } = experimentOf(experiment, variant);
  const { optimizer, schedule, rateOverTime, augment, earlyStopping, ...recipe } = training;
  const { halving, ...measuring } = evaluation;
  const { layers } = network;
  const rates = ratesOf(layers);
  const within = (section: string, values: Readonly<Record<string, SettingValue>>) =>
    Object.entries(values).map(([field, value]): [string, SettingValue] => [`${section}.${field}`, value]);
  return new Map([
    ...within("data", { ...data, train: trainingRowsOf(experiment, variant) }),
    // If all layers have one rate, it is one setting; otherwise each layer's own rate follows.
    ...within("network", {
      rate: new Set(rates).size > 1 ? null : (rates[0] ?? 0),
      width: variant.width ?? 1,
    }),
    ...inOrder(layers).map(({ layer, place }): [string, SettingValue] => [
      `network.layers.${layerNumber(place)}`,
      brief(layer, new Set(rates).size === 1),
    ]),
    ...within("training", { ...recipe }),
    ...Object.entries(optimizer).map(([field, value]): [string, SettingValue] => [
      `training.optimizer.${field}`,
      value,
    ]),
    ...Object.entries(schedule ?? {}).map(([field, value]): [string, SettingValue] => [
      `training.schedule.${field}`,
      value,
    ]),
    ...within("training.earlyStopping", earlyStopping ?? {}),
    ...within("training.rateOverTime", rateOverTime ?? {}),
    ...within("training.augment", augment ?? {}),
    ...within("training", { seeds: [...seeds].sort((one, other) => one - other) }),
    ...within("evaluation", measuring),
    ...within("evaluation.halving", halving ?? {}),
    ...within("environment", joined(environments.map(versionsOf))),
  ]);
}
