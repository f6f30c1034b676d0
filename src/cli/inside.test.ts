import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Passes, Prediction, SamplePasses, Scalings, Units } from "../contract/contract";
import { temporaryFile } from "../data/testing";
import { smallExperiment } from "../lab/testing";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => void (terminal = openTerminal()));
afterEach(() => {
  terminal.close();
  vi.unstubAllEnvs();
});

test("lab inside shows the layers, the masks of a step, and all of it as JSON", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const variants = [{ name: "no dropout", rate: 0 }, { name: "dropout" }];
  const file = terminal.write("small.json", smallExperiment({ variants }));
  await terminal.lab("run", file);
  const { id, runs } = terminal.stored()!;
  const step = ["--step", "6", "--sample", "3"];

  const json = await terminal.lab("inside", id.slice(0, 6), "--masks", ...step, "--json");
  expect(json.code).toBe(0);
  const told = JSON.parse(json.output) as {
    run: string;
    layers: { mask?: { kept: boolean[]; dropped: number } }[];
  };
  expect(told).toMatchObject({ variant: "dropout", epoch: 3, step: 6, row: 2, batch: 2, stepEpoch: 2 });
  const { kept, dropped } = told.layers[2]!.mask!;

  const text = await terminal.lab("inside", told.run, "--masks", ...step);
  expect(text.output).toContain("step 6 of 12: minibatch 2 of 4 in epoch 2");
  expect(text.output).toContain(`${dropped} of 8 dropped (p = 0.3)`);
  expect(text.output).toContain(`\n${kept.map((each) => (each ? "1" : "0")).join("")}\n`);

  const evaluated = await terminal.lab("inside", told.run, "--eval", ...step);
  expect(evaluated.output).toContain("none in eval mode (p = 0.3)");
  const other = await terminal.lab("inside", id, "--variant", "no dropout", "--json");
  expect(JSON.parse(other.output)).toMatchObject({ run: runs[0]!.id, variant: "no dropout" });

  expect((await terminal.lab("inside", id, "--variant", "droput")).errors).toContain("did you mean");
  expect((await terminal.lab("inside", id, "--step", "0")).code).toBe(2);
  expect(await terminal.lab("inside", id, "--step", "13")).toMatchObject({ code: 2 });
  expect(await terminal.lab("inside", id, "--epoch", "99")).toMatchObject({ code: 2 });
});

test("lab inside numbers a block's layers as the set-up does", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const block = {
    type: "residual",
    layers: [
      { type: "dense", units: 6 },
      { type: "dropout", rate: 0.3 },
    ],
  };
  const layers = [{ type: "dense", units: 6 }, block, { type: "dense", units: 2 }];
  await terminal.lab("run", terminal.write("blocks.json", { ...smallExperiment(), network: { layers } }));
  const { id } = terminal.stored()!;
  const numbersIn = ({ output }: { readonly output: string }) =>
    [...output.matchAll(/^([\d.]+) /gm)].map(([, number]) => number);
  const masks = await terminal.lab("inside", id, "--masks");
  expect(numbersIn(masks)).toEqual(["1", "2.1", "2.2", "2", "3"]);
  expect(masks.output).toContain("\nlayer 2.2, in the order of its units");
  expect(numbersIn(await terminal.lab("inside", id, "--units"))).toEqual(["1", "2.1"]);
  const scaling = numbersIn(await terminal.lab("inside", id, "--scaling"));
  expect([...new Set(scaling)]).toEqual(["1", "2.1", "3"]);
});

test("lab inside --passes averages passes with dropout on", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const file = terminal.write("small.json", smallExperiment());
  await terminal.lab("run", file);
  const { id } = terminal.stored()!;
  const json = await terminal.lab("inside", id, "--passes", "12", "--json");
  expect(json.code).toBe(0);
  const { curve, eval: evaluated } = (JSON.parse(json.output) as Pick<Passes, "classification">)
    .classification!;
  expect(curve.map(({ passes }) => passes)).toEqual([1, 2, 3, 5, 7, 10, 12]);
  const { output } = await terminal.lab("inside", id, "--passes", "12");
  expect(output).toMatch(new RegExp(`eval mode +${evaluated.loss.toPrecision(4)}`));
  expect(output).toMatch(new RegExp(`average of 12 +${curve.at(-1)!.loss.toPrecision(4)}`));
  // The first pass is the run's own evaluation with eval forgotten.
  const { records } = terminal.stored()!.runs[0]!;
  expect(curve[0]!.loss).toBeCloseTo(records.at(-1)!.validation.train!.loss, 4);
  expect((await terminal.lab("inside", id, "--passes", "1001")).code).toBe(2);

  // One validation sample: its own part of the same passes.
  const sample = await terminal.lab("inside", id, "--passes", "12", "--row", "7", "--json");
  const told = JSON.parse(sample.output) as SamplePasses;
  expect(told).toMatchObject({ row: 6, rows: 64, passes: 12 });
  const { shown, entropy } = told.classification!;
  const text = (await terminal.lab("inside", id, "--passes", "12", "--row", "7")).output;
  expect(text).toContain("validation sample 7 of 64, 12 passes");
  expect(text).toContain(`predictive entropy ${entropy.toPrecision(4)} nats`);
  for (const { number, mean, votes } of shown) {
    expect(text).toMatch(new RegExp(`${number} .*${mean.toPrecision(4)}.* ${votes} of 12 passes`));
  }
  const beyond = await terminal.lab("inside", id, "--passes", "12", "--row", "65");
  expect(beyond.code).toBe(2);
  expect(beyond.errors).toContain("take one from 1 to 64");
});

test("lab inside --units tells what the hidden units do", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const file = terminal.write("small.json", smallExperiment());
  await terminal.lab("run", file);
  const { id } = terminal.stored()!;
  const json = await terminal.lab("inside", id, "--units", "--json");
  expect(json.code).toBe(0);
  const { layers, rows, epoch } = JSON.parse(json.output) as Units;
  expect([rows, epoch, layers.length]).toEqual([64, 3, 1]);
  const [{ units, mean, dead, correlations, norms }] = layers as [Units["layers"][number]];
  expect(correlations.matrix!.values).toHaveLength(units ** 2);
  const { output } = await terminal.lab("inside", id, "--units");
  const least = Math.min(...norms).toPrecision(4);
  const row = `1 +${units} +${mean.toPrecision(4)} +0\\.0% +[\\d.]+% +${dead} +[\\d.]+ \\(${least} to [\\d.]+\\) +`;
  expect(output).toMatch(new RegExp(`\\n${row}${correlations.mean!.toPrecision(4)}\\n`));
  const start = await terminal.lab("inside", id, "--units", "--epoch", "0");
  expect(start.output).toContain("weights after epoch 0, all 64 validation rows, eval mode");
  expect((await terminal.lab("inside", id, "--units", "--epoch", "99")).code).toBe(2);
});

test("lab inside --surface predicts over the plane, and refuses data that has none", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  await terminal.lab("run", terminal.write("small.json", smallExperiment()));
  const { id } = terminal.stored()!;
  const json = await terminal.lab("inside", id, "--surface", "--json");
  expect(json.code).toBe(0);
  const told = JSON.parse(json.output) as { values: number[]; classes: number[]; resolution: number };
  expect(told).toMatchObject({ epoch: 3, look: { of: "eval" }, classNames: ["0", "1"] });
  expect(told.values).toHaveLength(told.resolution ** 2);
  for (const probability of told.values) expect(probability).toBeGreaterThanOrEqual(0.5);
  const { output } = await terminal.lab("inside", id, "--surface", "--passes", "10");
  expect(output).toContain("mean of 10 masks");
  expect(output).toContain("mutual information in nats");
  // Nine rows of nine cells.
  expect(output.match(/\b[01] \d+%/g)).toHaveLength(81);

  const clusters = { source: "clusters", train: 32, validation: 32, features: 3, informative: 2, classes: 2 };
  const other = smallExperiment({ name: "clusters", data: clusters as never });
  await terminal.lab("run", terminal.write("clusters.json", other));
  const stored = terminal.stored()!;
  const refused = await terminal.lab("inside", stored.id, "--surface");
  expect(refused.code).toBe(2);
  expect(refused.errors).toContain("two numeric features");
});

test("lab inside --predict tells what a run predicts for a sample, and for values", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  const rows = Array.from({ length: 60 }, (_, row) => `${row},${row % 3 ? "red" : "blue"},${row % 2}`);
  const table = temporaryFile("table.csv", ["size,colour,kind", ...rows].join("\n"));
  const data = { source: "table", path: table, target: "kind", task: "classification" };
  const columns = ["number", "category"].map((kind, place) => ({
    ...{ name: ["size", "colour"][place], kind, role: "feature" },
  }));
  const experiment = smallExperiment();
  const file = terminal.write("small.json", {
    ...experiment,
    data: {
      ...{ ...data, train: 40, validation: 20 },
      columns: [...columns, { name: "kind", kind: "category", role: "target" }],
    },
  });
  expect(await terminal.lab("run", file)).toMatchObject({ code: 0 });
  const { id } = terminal.stored()!;
  const predicted = async (...words: string[]) => {
    const { output, code } = await terminal.lab("inside", id, "--json", "--predict", ...words);
    expect(code).toBe(0);
    return JSON.parse(output) as Prediction;
  };
  const first = await predicted("1");
  expect(first).toMatchObject({ epoch: 3, drops: true, classes: ["0", "1"], sample: { row: 0 } });
  expect(first.each).toHaveLength(100);
  const [size, colour] = first.sample!.values!;
  const again = await predicted(`size=${String(size)}`, `colour=${String(colour)}`, "--passes", "5");
  expect(again.each).toHaveLength(5);
  again.eval.forEach((value, output) => expect(value).toBeCloseTo(first.eval[output]!, 5));
  // What is not named has its mean or most frequent value.
  expect((await predicted("size=3")).eval).toEqual((await predicted("size=3", "colour=red")).eval);

  const { output } = await terminal.lab("inside", id, "--predict", "1");
  expect(output).toContain(`validation sample 1, class ${first.classes![first.sample!.target]!}`);
  expect(output).toMatch(
    new RegExp(`\n0 +${first.eval[0]!.toPrecision(4)} +${first.mean[0]!.toPrecision(4)} `),
  );
  for (const [word, text] of [
    ["21", "from 1 to 20"],
    ["weight=1", "size, colour"],
    ["size=much", "give a number"],
    ["colour=green", "blue, red"],
    ["green", "column=value"],
  ] as const) {
    const refused = await terminal.lab("inside", id, "--predict", word);
    expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining(text) as string });
  }
});

test("lab inside --scaling tells the pre-activations under each scaling", async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  await terminal.lab("run", terminal.write("small.json", smallExperiment()));
  const { id } = terminal.stored()!;
  const json = await terminal.lab("inside", id, "--scaling", "--epoch", "0", "--json");
  const { layers, epoch } = JSON.parse(json.output) as Scalings;
  expect(epoch).toBe(0);
  const { output } = await terminal.lab("inside", id, "--scaling", "--epoch", "0");
  for (const { layer, units, classic, none } of layers) {
    for (const [name, { training, inference }] of Object.entries({ classic, none })) {
      const numbers = [training.mean, training.deviation, inference.mean, inference.deviation];
      const line = [layer + 1, units, name, ...numbers.map((value) => value.toPrecision(4))];
      expect(output.replace(/ +/g, " ")).toContain(`\n${line.join(" ")}\n`);
    }
  }
});
