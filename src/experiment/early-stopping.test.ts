import { expect, test } from "vitest";
import { epochOfWeights, epochsToTrain, epochToMeasure } from "./early-stopping";
import keras from "./early-stopping.keras.json";
import { recordOf } from "./testing";

const recordsOf = (losses: readonly number[]) =>
  losses.map((loss, index) => recordOf({ loss }, { loss }, index + 1));
const evaluation = { measureAt: "best", patience: 5 } as const;

test("a run ends, and has the weights, as with Keras' EarlyStopping", () => {
  for (const { losses, settings, trained, weights } of keras.cases) {
    const training = { epochs: losses.length, earlyStopping: settings };
    const done = epochsToTrain(recordsOf(losses), training);
    expect(done).toBe(trained);
    const measured = epochToMeasure(recordsOf(losses.slice(0, done)), { training, evaluation });
    expect(epochOfWeights(training, done, measured)).toBe(weights);
  }
  // The reference has runs that are stopped and runs that are not, with both choices of weights.
  const kinds = keras.cases.map(
    ({ losses, trained, settings }) => `${trained < losses.length} ${settings.restoreBest}`,
  );
  expect(new Set(kinds).size).toBe(4);
});

test("without early stopping a run trains all epochs, has the last weights, and is measured where it is to be", () => {
  const records = recordsOf([3, 1, 2, 4, 5, 6, 7, 8]);
  expect(epochsToTrain(records, { epochs: 8 })).toBe(8);
  expect(epochToMeasure(records, { training: { epochs: 8 }, evaluation })).toBe(2);
  expect(
    epochToMeasure(records, { training: { epochs: 8 }, evaluation: { ...evaluation, measureAt: "last" } }),
  ).toBe(8);
  expect(epochOfWeights({}, 8, 2)).toBe(8);
});

test("a run that ends before it is measured has the weights of its last batch", () => {
  const earlyStopping = { patience: 1, minDelta: 0, restoreBest: true };
  expect(epochOfWeights({ earlyStopping }, 3, undefined)).toBe(3);
});
