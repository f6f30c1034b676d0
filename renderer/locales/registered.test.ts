import { expect, test } from "vitest";
import { needsFiles, sourceKinds } from "../../src/data/kinds";
import { losses } from "../../src/nn/losses/kinds";
import { optimizers } from "../../src/nn/optimizers/kinds";
import { rateOverTimeFields, rateOverTimeTypes } from "../../src/nn/rate-over-time";
import { schedules } from "../../src/nn/schedules/kinds";
import { warmupField } from "../../src/nn/schedules/settings";
import { en } from "./en";
import { ko } from "./ko";

type Texts = { readonly [key: string]: string | Texts };

/** The texts of everything that a person can choose, by their place: "optimizers.adam". */
const needed = [
  ...sourceKinds.flatMap(({ source, fields }) => [
    `sources.${source}`,
    `sourceHints.${source}`,
    ...(needsFiles(source) ? [`previewHints.${source}`] : []),
    ...fields.flatMap((field) => [
      `data.${field.key}`,
      ...(field.kind === "choice" ? field.options.map((option) => `${field.texts}.${option}`) : []),
    ]),
  ]),
  ...losses.map(({ type }) => `losses.${type}`),
  ...optimizers.flatMap(({ type, fields }) => [
    `optimizers.${type}`,
    ...fields.map(({ key }) => `training.${key}`),
  ]),
  ...rateOverTimeTypes.flatMap((type) => [
    `ratesOverTime.${type}`,
    ...rateOverTimeFields[type].map(({ key }) => `rateOverTimeFields.${key}`),
  ]),
  ...schedules.flatMap(({ type, fields }) => [
    `schedules.${type}`,
    ...[...fields, warmupField].map(({ key }) => `scheduleFields.${key}`),
  ]),
];

test.each([
  ["English", en],
  ["Korean", ko],
])("everything that can be chosen has its %s texts", (_, texts) => {
  const textAt = (place: string) =>
    place
      .split(".")
      .reduce<string | Texts | undefined>(
        (found, key) => (typeof found === "object" ? found[key] : undefined),
        texts as Texts,
      );
  expect(needed.filter((place) => typeof textAt(place) !== "string" || textAt(place) === "")).toEqual([]);
});
