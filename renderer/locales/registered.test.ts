import { expect, test } from "vitest";
import { losses } from "../../src/nn/losses/kinds";
import { optimizers } from "../../src/nn/optimizers/kinds";
import { en } from "./en";
import { ko } from "./ko";

type Texts = { readonly [key: string]: string | Texts };

/** The texts of everything that a person can choose, by their place: "optimizers.adam". */
const needed = [
  ...losses.map(({ type }) => `losses.${type}`),
  ...optimizers.flatMap(({ type, fields }) => [
    `optimizers.${type}`,
    ...fields.map(({ key }) => `training.${key}`),
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
