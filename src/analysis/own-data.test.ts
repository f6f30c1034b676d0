import { describe, expect, test } from "vitest";
import { experimentSchema, type ExperimentInput } from "../experiment/schema";
import { recordOf } from "../experiment/testing";
import { languages } from "../messages/language";
import { sayFact } from "../messages/sentence";
import { compareAcross } from "./across";
import { analyse } from "./analyse";
import { factsOf } from "./facts";
import { runOf } from "./testing";

function experimentOf(data: ExperimentInput["data"], variants: ExperimentInput["variants"]) {
  return experimentSchema.parse({
    data,
    network: { layers: [{ type: "dropout", rate: 0.3 }] },
    variants,
  });
}

const moons = { source: "moons", train: 100, validation: 100 } as const;
const wave = { source: "wave", train: 100, validation: 100 } as const;
const noisy = (noise: number) => ({ set: { "data.noise": noise } });

/** Five seeds of each variant; each has a loss of its own. */
function analysed(experiment: ReturnType<typeof experimentOf>) {
  const runs = experiment.variants.flatMap(({ name }, variant) =>
    [1, 2, 3, 4, 5].map((seed) =>
      runOf(
        name,
        seed,
        recordOf({ loss: 1 + 0.2 * variant + seed / 10 + 0.01 * Math.sin(7 * variant + 3 * seed) }),
      ),
    ),
  );
  return analyse(experiment, runs);
}

const pairsOf = (experiment: ReturnType<typeof experimentOf>) =>
  new Set(analysed(experiment).comparisons.map(({ variant, against }) => `${variant} - ${against}`));
const sentences = (experiment: ReturnType<typeof experimentOf>) =>
  factsOf(analysed(experiment)).map((fact) => sayFact(fact, "en"));

describe("variants with data of their own", () => {
  test("are compared where each is alone, and the sentences say what differs", () => {
    const experiment = experimentOf(moons, [
      { name: "little", rate: 0, ...noisy(0.1) },
      { name: "much", rate: 0, ...noisy(0.3) },
    ]);
    expect(pairsOf(experiment)).toEqual(new Set(["much - little"]));
    expect(sentences(experiment)).toContain(
      '"much" and "little" have different data, also to be measured on (different noise: 0.3 and 0.1): their difference is that of the data too.',
    );
  });

  test("are compared among themselves where data have several variants", () => {
    const experiment = experimentOf(
      moons,
      [0.1, 0.3].flatMap((noise) => [
        { name: `none, ${noise}`, rate: 0, ...noisy(noise) },
        { name: `p, ${noise}`, ...noisy(noise) },
      ]),
    );
    expect(pairsOf(experiment)).toEqual(new Set(["p, 0.1 - none, 0.1", "p, 0.3 - none, 0.3"]));
    const said = sentences(experiment);
    // About dropout, though both variants set something: it is the same of both.
    expect(said[0]).toMatch(/"p, 0.1" raises the validation loss by .* against "none, 0.1"/);
    expect(said).toContain(
      "These sentences are about the data with noise = 0.1. Variants with other data are compared among themselves: noise = 0.3.",
    );
    const chosen = analyse(experiment, [], { baseline: "p, 0.3" });
    expect(chosen.chosenBaseline).toBeNull();
  });

  test("of a regression with other targets are compared with none: their losses have other units", () => {
    const experiment = experimentOf(wave, [
      { name: "none", rate: 0 },
      { name: "p" },
      { name: "loud", rate: 0, set: { "data.targetNoise": 1 } },
    ]);
    expect(pairsOf(experiment)).toEqual(new Set(["p - none"]));
    expect(sentences(experiment)).toContain(
      `Compared with none: "loud". Their targets are others, and a regression's loss is in units of its own targets' variance.`,
    );
  });

  test("of a table's regression are compared where only the inputs differ", () => {
    const table = {
      source: "table",
      path: "x.csv",
      task: "regression",
      train: 100,
      validation: 100,
    } as const;
    const experiment = experimentOf(table, [
      { name: "none", rate: 0 },
      { name: "raw", rate: 0, set: { "data.scaling": "none" } },
      { name: "whole rows", rate: 0, set: { "data.gaps": "fill" } },
    ]);
    expect(pairsOf(experiment)).toEqual(new Set(["raw - none"]));
    expect(sentences(experiment).join(" ")).toContain("(features scaled differently)");
  });

  test("have names in every sentence of both languages", () => {
    const experiment = experimentOf(moons, [
      { name: "little", rate: 0, ...noisy(0.1) },
      { name: "much", rate: 0, ...noisy(0.3) },
    ]);
    for (const language of languages) {
      const said = factsOf(analysed(experiment))
        .map((fact) => sayFact(fact, language))
        .join(" ");
      expect(said).not.toMatch(/[{}]/);
      expect(said).toMatch(/0\.3.*0\.1/);
    }
  });

  test("without any nothing is told of data", () => {
    const experiment = experimentOf(moons, [{ name: "none", rate: 0 }, { name: "p" }]);
    const { variants } = analysed(experiment);
    expect(variants[0]).not.toHaveProperty("data");
    expect(variants[0]).not.toHaveProperty("epochs");
  });

  test("are what another experiment is held against", () => {
    const one = experimentOf(moons, [{ name: "p" }]);
    const other = experimentOf(moons, [{ name: "loud", ...noisy(0.7) }]);
    const runs = (name: string) => [1, 2, 3].map((seed) => runOf(name, seed, recordOf({ loss: seed })));
    const across = compareAcross(
      [
        { id: "1", name: "one", experiment: one, environment: null, runs: runs("p") },
        { id: "2", name: "other", experiment: other, environment: null, runs: runs("loud") },
      ],
      { experimentId: "1", variant: "p" },
      { moment: "last", mode: "correct" },
    );
    expect(across!.rows[0]!.obstacles).toEqual([
      { code: "otherNoise", parameters: { own: 0.7, other: 0.2 } },
    ]);
  });
});

test("variants that train for different numbers of epochs are told of", () => {
  const experiment = experimentOf(moons, [
    { name: "short", rate: 0, set: { "training.epochs": 5 } },
    { name: "long", rate: 0, set: { "training.epochs": 50 } },
  ]);
  expect(sentences(experiment)).toContain(
    '"long" and "short" train for different numbers of epochs (50; 5).',
  );
});
