import { expect, test } from "vitest";
import { dataOf, layersOf, onBackends, trainingOf } from "../engine/testing";
import { openNetwork } from "./network";
import { passesOf } from "./passes";
import { Predictor } from "./predictor";
import { samplePassesOf } from "./sample-passes";
import { softmax } from "../engine/softmax";

const layers = (outputs: number) =>
  layersOf(
    { type: "dense", units: 7 },
    { type: "tanh" },
    // An odd number of units leaves half a word unused.
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: 5 },
    { type: "dropout", rate: 0.3, scaling: "inverted" },
    { type: "dense", units: outputs },
  );
const planOf = (outputs: number, loss: "softmaxCrossEntropy" | "meanSquaredError") => ({
  layers: layers(outputs),
  training: trainingOf({ loss, optimizer: { type: "sgd" }, batchSize: 4, epochs: 3 }),
  seed: 5,
});
const facts = { epoch: 2, epochs: [0, 2], epochsDone: 3 };
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

onBackends((backend) => {
  test("a sample's predictions are its row of each pass over the validation split", () => {
    const { tf } = backend();
    // More rows than go through the network at once, more classes than are told, and more passes than one part holds.
    const [rows, classes, passes] = [1030, 12, 260] as const;
    const data = dataOf({ task: "classification", rows, features: 4, outputs: classes });
    const network = openNetwork(tf, planOf(classes, "softmaxCrossEntropy"), data);
    const predictor = new Predictor(tf, network, data.validation, facts.epoch);
    const drawn = Array.from({ length: passes }, (_, pass) => predictor.predict(pass));
    const evaluated = predictor.predict(null);
    for (const each of [...drawn, evaluated]) softmax(each, classes);
    predictor.dispose();
    for (const row of [0, 3, 1023, 1024, 1029]) {
      const told = samplePassesOf(tf, network, data, facts, { runId: "a", row, passes });
      expect(told).toMatchObject({ row, rows, passes, epoch: 2 });
      const { shown, target } = told.classification!;
      expect(target).toBe(data.validation.targets[row]);
      expect(shown).toHaveLength(10);
      expect(shown.map(({ number }) => number)).toContain(target);
      for (const { number, eval: inEval, passes: ofPasses } of shown) {
        const place = row * classes + number;
        expect(inEval).toBeCloseTo(evaluated[place]!, 5);
        ofPasses.forEach((value, pass) => expect(value).toBeCloseTo(drawn[pass]![place]!, 5));
      }
    }
  });
});

onBackends(
  (backend) => {
    test("means, entropies and votes are those of the whole split's answer", () => {
      const { tf } = backend();
      const [rows, classes, passes] = [30, 3, 40] as const;
      const data = dataOf({ task: "classification", rows, features: 4, outputs: classes });
      const network = openNetwork(tf, planOf(classes, "softmaxCrossEntropy"), data);
      const { classification } = passesOf(tf, network, data, facts, { runId: "a", passes });
      for (const known of classification!.leastCertain) {
        const told = samplePassesOf(tf, network, data, facts, { runId: "a", row: known.row, passes });
        const { shown, entropy, mutualInformation } = told.classification!;
        expect(entropy).toBeCloseTo(known.entropy, 5);
        expect(mutualInformation).toBeCloseTo(known.mutualInformation, 5);
        expect(shown[0]!.number).toBe(known.predicted);
        expect(shown.reduce((sum, { votes }) => sum + votes, 0)).toBe(passes);
        for (const { number, mean, sd, passes: drawn } of shown) {
          expect(mean).toBeCloseTo(known.probabilities[number]!, 5);
          expect(sd).toBeCloseTo(Math.sqrt(average(drawn.map((value) => (value - mean) ** 2))), 10);
        }
      }
    });

    test("values are in the target's units", () => {
      const { tf } = backend();
      const data = dataOf({ task: "regression", rows: 20, features: 4, outputs: 1 });
      const network = openNetwork(tf, planOf(1, "meanSquaredError"), data);
      const { regression } = passesOf(tf, network, data, facts, { runId: "a", passes: 25 });
      const known = regression!.leastCertain[0]!;
      const told = samplePassesOf(tf, network, data, facts, { runId: "a", row: known.row, passes: 25 });
      const { target, mean, sd, passes } = told.regression!;
      expect(target).toBe(known.target);
      expect(mean).toBeCloseTo(known.mean, 4);
      expect(sd).toBeCloseTo(known.sd, 4);
      expect(passes).toHaveLength(25);
      expect(average(passes)).toBeCloseTo(mean, 10);
    });

    test("a row beyond the split is refused, and without dropout every pass says what evaluation mode says", () => {
      const { tf } = backend();
      const data = dataOf({ task: "classification", rows: 8, features: 4, outputs: 3 });
      const plan = { ...planOf(3, "softmaxCrossEntropy"), layers: layersOf({ type: "dense", units: 3 }) };
      const network = openNetwork(tf, plan, data);
      const at = (row: number) => samplePassesOf(tf, network, data, facts, { runId: "a", row, passes: 4 });
      expect(() => at(8)).toThrow(/no sample 9: take one from 1 to 8/);
      for (const { eval: inEval, sd, passes } of at(7).classification!.shown) {
        for (const value of passes) expect(value).toBeCloseTo(inEval, 6);
        expect(sd).toBeCloseTo(0, 6);
      }
    });
  },
  ["cpu"],
);
