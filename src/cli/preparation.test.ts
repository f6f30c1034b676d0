import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { python, pythonMissing, runWithPackage } from "../../scripts/test/python-packages.mjs";
import { readSafetensors } from "../artifacts/safetensors";
import type { Result } from "../experiment/result";
import type { PreparedFeature } from "../fields/preparation";
import { RandomStream } from "../random/random";
import { openTerminal, type Terminal } from "./testing";

/** Weights that the lab trained are used on the raw cells of a table, by result.json and plain arithmetic alone. */

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

type Row = Readonly<Record<string, string>>;

/** Flats with words, yes and no, and gaps in all of them but the price. */
function flats(count: number): Row[] {
  const random = new RandomStream(5, "dataSampling");
  return Array.from({ length: count }, () => {
    const [area, town, garden] = [20 + random.integer(120), random.integer(3), random.integer(2)];
    const price = 900 * area + 40_000 * town + 25_000 * garden + 9000 * random.normal();
    const orGap = (text: string) => (random.integer(8) === 0 ? "" : text);
    return {
      area: orGap(`${area}.5`),
      town: orGap(["Busan", "Daegu", "서울"][town]!),
      garden: orGap(["no", "yes"][garden]!),
      price: price.toFixed(1),
    };
  });
}

const csvOf = (rows: readonly Row[]) =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].map((cells) => cells.join()).join("\n");

const splits = { train: 120, validation: 40, test: 40 };
const documentOf = (data: object) => ({
  name: "flats",
  data: { source: "table", path: "flats.csv", ...splits, division: "inOrder", ...data },
  network: {
    layers: [
      { type: "dense", units: 6 },
      { type: "relu" },
      { type: "dropout", rate: 0.2 },
      { type: "dense", units: 1 },
    ],
  },
  training: { loss: "meanSquaredError", epochs: 5 },
  variants: [{ name: "dropout" }, { name: "dropout again", rate: 0.1 }, { name: "fewer rows", train: 60 }],
  // The weights of the file are those of the last epoch.
  evaluation: { measureAt: "last" },
});

async function train(document: object): Promise<Result> {
  const { errors } = await terminal.lab("run", terminal.write("flats.json", document), "--out", "out");
  expect(errors).not.toContain("Error");
  return JSON.parse(readFileSync(join(terminal.folder, "out", "result.json"), "utf8")) as Result;
}

/** One number of an input row: docs/formats.md, "Preparations". */
function inputOf(row: Row, { column, kind, yes, category, fill, mean, divisor }: PreparedFeature): number {
  const cell = row[String(column)]!;
  const isGap = cell === "";
  const values = {
    number: () => Number(cell),
    date: () => NaN,
    boolean: () => Number(cell === yes),
    category: () => Number(cell === category),
    gap: () => Number(isGap),
  };
  return ((isGap && fill !== undefined ? fill : values[kind]()) - mean) / divisor;
}

function outputsOf(rows: readonly Row[], result: Result, index: number): number[] {
  const run = result.runs[index]!;
  const { features, target } = result.preparations![run.preparation!]!;
  const tensors = readSafetensors(readFileSync(join(terminal.folder, "out", run.weights!)));
  const dense = (inputs: readonly number[], layer: number) => {
    const [kernel, bias] = ["kernel", "bias"].map((name) => tensors[`layers.${layer}.${name}`]!.values);
    return Array.from(bias!, (start, unit) =>
      inputs.reduce((sum, input, place) => sum + input * kernel![place * bias!.length + unit]!, start),
    );
  };
  return rows.map((row) => {
    const inputs = features!.map((feature) => inputOf(row, feature));
    const hidden = dense(inputs, 0).map((value) => Math.max(0, value));
    const [output] = dense(hidden, 3);
    return target.task === "regression" ? output! * target.divisor + target.mean : output!;
  });
}

const rmseOf = (outputs: readonly number[], rows: readonly Row[]) =>
  Math.sqrt(
    outputs.reduce((sum, output, index) => sum + (output - Number(rows[index]!["price"])) ** 2, 0) /
      rows.length,
  );

test.for(["fill", "fillAndMark"])(
  "a regression on a table with words and gaps (%s)",
  async (gaps, context) => {
    const rows = flats(200);
    writeFileSync(join(terminal.folder, "flats.csv"), csvOf(rows));
    const result = await train(documentOf({ target: "price", task: "regression", gaps }));
    // Once for each number of training rows.
    expect(result.preparations).toHaveLength(2);
    expect(result.runs.map(({ preparation }) => preparation)).toEqual([0, 0, 1]);
    for (const [index, { end }] of result.runs.entries()) {
      const validation = rows.slice(120, 160);
      const rmse = rmseOf(outputsOf(validation, result, index), validation);
      expect(end!.validation.rmse! / rmse).toBeCloseTo(1, 4);
      const tested = rows.slice(160);
      expect(end!.test!.rmse! / rmseOf(outputsOf(tested, result, index), tested)).toBeCloseTo(1, 4);
    }

    // The page's own lines.
    context.skip(python === null, pythonMissing);
    const page = readFileSync("docs/formats.md", "utf8");
    const [, lines] = /```python\n([\s\S]*?)```/.exec(page)!;
    const out = join(terminal.folder, "out");
    writeFileSync(join(out, "rows.csv"), csvOf(rows.slice(160)));
    const inFolder = `import os\nos.chdir(${JSON.stringify(out)})\n`;
    const script = `${inFolder}${lines}\nprint(json.dumps([float(each) for each in answers[:, 0]]))`;
    const answers = JSON.parse(runWithPackage("safetensors[numpy]==0.8.0", ["-c", script])) as number[];
    const expected = outputsOf(rows.slice(160), result, 0);
    answers.forEach((answer, index) => expect(answer / expected[index]!).toBeCloseTo(1, 4));
    expect(answers).toHaveLength(40);
  },
);
