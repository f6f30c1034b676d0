import { expect, test } from "vitest";
import { layersOf } from "../engine/testing";
import {
  layersInEpoch,
  rateFactor,
  rateOverTimeFields,
  rateOverTimeSchema,
  rateOverTimeTypes,
} from "./rate-over-time";

const factors = (rateOverTime: Parameters<typeof rateOverTimeSchema.parse>[0]) =>
  [1, 2, 3, 4, 5, 6].map((epoch) =>
    rateFactor({ rateOverTime: rateOverTimeSchema.parse(rateOverTime) }, epoch),
  );

test.each([
  [{ type: "constant" }, [1, 1, 1, 1, 1, 1]],
  [{ type: "early", epochs: 2 }, [1, 1, 0, 0, 0, 0]],
  [{ type: "late", epochs: 2 }, [0, 0, 1, 1, 1, 1]],
  [{ type: "linear", epochs: 5 }, [0, 0.25, 0.5, 0.75, 1, 1]],
  [{ type: "linear", epochs: 3, from: 1, to: 0.5 }, [1, 0.75, 0.5, 0.5, 0.5, 0.5]],
  [{ type: "linear", epochs: 1 }, [1, 1, 1, 1, 1, 1]],
])("%j multiplies the rates of six epochs by %j", (settings, expected) => {
  expect(factors(settings)).toEqual(expected);
});

test("every layer that drops keeps its own share of the factor, and others stay as they are", () => {
  const layers = layersOf(
    { type: "dropout", rate: 0.2 },
    { type: "dense", units: 3 },
    { type: "dropout", rate: 0.6 },
  );
  const ramp = { rateOverTime: rateOverTimeSchema.parse({ type: "linear", epochs: 3 }) };
  expect(layersInEpoch(layers, ramp, 2)).toMatchObject([{ rate: 0.1 }, { units: 3 }, { rate: 0.3 }]);
  expect(layersInEpoch(layers, {}, 2)).toBe(layers);
});

test.each(rateOverTimeTypes)("%s: the form shows every setting, within its bounds", (type) => {
  const { shape } = rateOverTimeSchema.options.find((option) => option.shape.type.value === type)!;
  const fields = rateOverTimeFields[type];
  expect(["type", ...fields.map(({ key }) => key)].sort()).toEqual(Object.keys(shape).sort());
  for (const { key, min, max = 100 } of fields) {
    for (const value of [min, max]) {
      expect(rateOverTimeSchema.safeParse({ type, [key]: value }).success, key).toBe(true);
    }
  }
});
