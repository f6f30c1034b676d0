import fastCheck from "fast-check";
import { expect, test } from "vitest";
import { idleSettings } from "./idle";
import { experimentSchema, type Experiment } from "./schema";
import { layersOf, trainingRowsOf } from "./variants";

function experiment(variants: object[], rate = 0.3, train = 500): Experiment {
  return experimentSchema.parse({
    data: { source: "digits", train, validation: 100 },
    network: {
      layers: [
        { type: "dense", units: 8 },
        { type: "dropout", rate },
        { type: "dense", units: 10 },
      ],
    },
    variants: variants.map((variant, index) => ({ name: `v${index}`, ...variant })),
  });
}

/** What the runs are trained with: the networks and the numbers of samples. */
const trained = (document: Experiment) =>
  document.variants.map((variant) => [layersOf(document, variant), trainingRowsOf(document, variant)]);

test("a setting is called idle exactly where turning it changes no run", () => {
  const variant = fastCheck.record(
    {
      rate: fastCheck.constantFrom(0, 0.5),
      train: fastCheck.constantFrom(50, 100),
      width: fastCheck.constant(2),
    },
    { requiredKeys: [] },
  );
  fastCheck.assert(
    fastCheck.property(fastCheck.array(variant, { minLength: 1, maxLength: 4 }), (variants) => {
      const idle = idleSettings(experiment(variants));
      const before = JSON.stringify(trained(experiment(variants)));
      expect(idle.includes("layerRates")).toBe(JSON.stringify(trained(experiment(variants, 0.8))) === before);
      expect(idle.includes("trainingSamples")).toBe(
        JSON.stringify(trained(experiment(variants, 0.3, 700))) === before,
      );
    }),
  );
});

test("without a dropout layer no rate is idle: that there is none is said elsewhere", () => {
  const none = { ...experiment([{ rate: 0.1 }]), network: { layers: [] } };
  expect(idleSettings(none)).toEqual([]);
});
