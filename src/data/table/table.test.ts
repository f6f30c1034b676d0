import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Dataset } from "../dataset";
import { type ConfigOf, type DataConfig, dataSchema } from "../kinds";
import { loadDataset, previewData } from "../load";
import { zipOf } from "../npz/testing";
import { failureOfPromise, rawData, rowsOf, temporaryFile } from "../testing";

const shared = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const tables = join(shared, "tables");
const mnist = join(shared, "mnist-t10k");

function config(path: string, changes: object = {}): DataConfig {
  return dataSchema.parse({ source: "table", path, train: 6, validation: 2, ...changes });
}

/** A small table under test, all of whose rows train. */
function tableOf(content: string, changes: object = {}): DataConfig {
  return config(temporaryFile("table.csv", content), changes);
}

/** The rows of the training split before scaling, sorted, so that the split's order does not matter. */
async function rawRows(data: DataConfig): Promise<string[]> {
  const { train, shape } = await rawData(data);
  return rowsOf(train, shape.features)
    .map((row, index) => `${row.join(" ")} -> ${train.targets[index]}`)
    .sort();
}

interface Expected {
  readonly features?: number;
  readonly classes?: readonly string[];
  readonly error?: string;
}

const isThere = existsSync(tables);
const expectations = isThere
  ? Object.entries(
      JSON.parse(readFileSync(join(tables, "expected.json"), "utf8")) as Record<string, Expected>,
    )
  : [];

function isFinite({ train, validation }: Dataset): boolean {
  return [train, validation].every(({ inputs, targets }) =>
    [inputs, targets].every((values) => values.every(Number.isFinite)),
  );
}

describe("every readable table of expected.json", () => {
  test("is there", (context) => {
    context.skip(!isThere, `${tables} is not there`);
    expect(expectations.length).toBeGreaterThan(30);
  });

  test.each(expectations.filter(([, { error }]) => error === undefined))(
    "%s is proposed, and loads as it was proposed",
    async (file, expected) => {
      const path = join(tables, file);
      const preview = await previewData(config(path, { train: 60, validation: 20 }));
      expect(preview.failure).toBe(null);
      const { shape, classes, proposed } = preview;
      if (expected.classes) expect([...classes].sort()).toEqual([...expected.classes].sort());
      const written = config(path, { train: 60, validation: 20, ...proposed });
      const data = await loadDataset(written);
      expect(isFinite(data)).toBe(true);
      const { task, features, outputs, image } = data;
      expect({ task, features, outputs, ...(image && { image }) }).toEqual(shape);
      expect(outputs).toBe(task === "regression" ? 1 : classes.length);
      const [numbers, others] = ["number", "category"].map(
        (kind) =>
          (written as ConfigOf<"table">).columns!.filter(
            (column) => column.role === "feature" && column.kind === kind,
          ).length,
      );
      if (others === 0 && expected.features !== undefined) expect(features).toBe(expected.features);
      expect(features).toBeGreaterThanOrEqual(numbers!);
      // A document that names nothing is trained on as the lab proposes.
      expect(await loadDataset(config(path, { train: 60, validation: 20 }))).toEqual(data);
      const again = await previewData(written);
      expect(again).toMatchObject({ shape, failure: null, proposed: {} });
      expect(again.table!.columns).toEqual(preview.table!.columns);
    },
  );
});

describe("what columns become", () => {
  const people =
    "age,sex,smoker,joined,ill\n" +
    ["20,f,yes,2020-01-02,0", "30,m,no,2020-01-03,1", "40,f,no,2020-01-04,0", "50,x,yes,2020-01-05,1"]
      .flatMap((line, index) => [line, line.replace(/^\d+/, String(21 + index))])
      .join("\n");

  test("categories are one-hot by code point, yes and no are 1 and 0, dates are left out", async () => {
    const data = tableOf(people, { target: "ill" });
    const rows = await rawRows({ ...data, scaling: "none" } as DataConfig);
    const all = [
      ...["20 1 0 0 1 -> 0", "21 1 0 0 1 -> 0", "30 0 1 0 0 -> 1", "22 0 1 0 0 -> 1"],
      ...["40 1 0 0 0 -> 0", "23 1 0 0 0 -> 0", "50 0 0 1 1 -> 1", "24 0 0 1 1 -> 1"],
    ];
    expect(rows).toHaveLength(6);
    expect(all).toEqual(expect.arrayContaining(rows));
  });

  test("units in the cells change nothing of the numbers, and categories keep theirs", async () => {
    const rows = (unit: string) =>
      `size,dose,kind\n${Array.from({ length: 12 }, (_, row) => `${row === 5 ? "" : `${(row * 7) % 12}.5${unit}`},${[5, 10][row % 2]} mg,${"ab"[row % 2]}`).join("\n")}`;
    const columns = (dose: string) => [
      { name: "size", kind: "number", role: "feature" },
      { name: "dose", kind: dose, role: "feature" },
      { name: "kind", kind: "category", role: "target" },
    ];
    for (const gaps of ["leaveOut", "fillAndMark"]) {
      const settings = { target: "kind", columns: columns("number"), scaling: "none", gaps };
      expect(await rawRows(tableOf(rows(" cm"), settings))).toEqual(
        await rawRows(tableOf(rows(""), settings)),
      );
    }
    const { features } = await rawData(tableOf(rows("cm"), { target: "kind", columns: columns("category") }));
    expect(features?.map(({ category, unit }) => category ?? unit)).toEqual(["cm", "10 mg", "5 mg"]);
  });

  test("the shape does not depend on which rows train", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { shape } = await rawData(tableOf(people, { target: "ill", train: 1, validation: 1, seed }));
      expect(shape).toEqual({ features: 5, outputs: 2, task: "classification" });
    }
  });

  test.each([
    ["standardise", [-1, 1]],
    ["unit", [0, 1]],
    ["none", [10, 30]],
    ["by255", [10 / 255, 30 / 255]],
  ])("scaling %s leaves zeros and ones of categories alone", async (scaling, [low, high]) => {
    const lines = Array.from({ length: 6 }, (_, row) => (row % 2 ? "30,b,v,y" : "10,a,u,x"));
    const data = await loadDataset(
      tableOf(`size,kind,other,target\n${lines.join("\n")}`, { train: 5, validation: 1, scaling }),
    );
    // Of five rows, two or three have 10: the mean and deviation differ from half and half.
    const sizes = rowsOf(data.train, data.features).map(([size]) => size!);
    const few = sizes.filter((size) => size === Math.min(...sizes)).length / 5;
    const [mean, deviation] = [30 - 20 * few, 20 * Math.sqrt(few * (1 - few))];
    const exact = (value: number) =>
      scaling === "standardise" ? (value === low ? 10 - mean : 30 - mean) / deviation : value;
    for (const [size, ...words] of rowsOf(data.train, data.features)) {
      const isHigh = words[1] === 1;
      expect(size).toBeCloseTo(exact(isHigh ? high! : low!), 6);
      expect(words).toEqual(isHigh ? [0, 1, 0, 1] : [1, 0, 1, 0]);
    }
  });

  test("a person's kinds and roles replace the lab's", async () => {
    const columns = [
      { name: "age", kind: "number", role: "left out" },
      { name: "sex", kind: "category", role: "target" },
      { name: "smoker", kind: "category", role: "feature" },
      { name: "joined", kind: "category", role: "feature" },
      { name: "ill", kind: "boolean", role: "feature" },
    ];
    const data = tableOf(people, { columns, train: 8, validation: 0 + 1 });
    const preview = await previewData({ ...data, train: 7 } as DataConfig);
    expect(preview).toMatchObject({
      failure: null,
      shape: { features: 2 + 4 + 1, outputs: 3, task: "classification" },
      classes: ["f", "m", "x"],
    });
    expect(preview.table!.columns.map(({ role, reason }) => [role, reason.code])).toEqual([
      ["left out", "isChosen"],
      ["target", "targetAsked"],
      ["feature", "isChosen"],
      ["feature", "isChosen"],
      ["feature", "isChosen"],
    ]);
  });

  test("labels that are whole numbers are classes by value, any others by their characters", async () => {
    const lines = (labels: readonly string[]) =>
      `x,label\n${Array.from({ length: 12 }, (_, row) => `${row * 1.5},${labels[row % labels.length]}`).join("\n")}`;
    const classesOf = async (labels: readonly string[]) =>
      (await previewData(tableOf(lines(labels), { target: "label", task: "classification" }))).classes;
    expect(await classesOf(["10", "9", "1"])).toEqual(["1", "9", "10"]);
    expect(await classesOf(["10", "9", "01"])).toEqual(["01", "10", "9"]);
    expect(await classesOf(["b", "ä", "𝒳", "ﬀ"])).toEqual(["b", "ä", "ﬀ", "𝒳"]);
  });
});

describe("gaps", () => {
  // Of each column one cell is empty, in different rows.
  const holes =
    "size,kind,flag,target\n" +
    [
      "1,a,yes,x",
      "2,a,yes,y",
      "6,b,yes,x",
      ",b,no,y",
      "3,,no,x",
      "3,a,,y",
      "9,b,yes,",
      "3,b,no,x",
      "3,a,yes,y",
    ].join("\n");
  const all = { target: "target", train: 8, validation: 1, scaling: "none" };

  test("rows with gaps are left out, and counted", async () => {
    const preview = await previewData(tableOf(holes, { ...all, train: 4 }));
    expect(preview).toMatchObject({ failure: null, rows: 5, table: { rowsLeftOut: 4 } });
    const rows = await rawRows(tableOf(holes, { ...all, train: 4 }));
    const whole = ["1 1 0 1 -> 0", "2 1 0 1 -> 1", "6 0 1 1 -> 0", "3 0 1 0 -> 0", "3 1 0 1 -> 1"];
    expect(whole).toEqual(expect.arrayContaining(rows));
    expect(await failureOfPromise(loadDataset(tableOf(holes, all)))).toEqual([
      "tooFewRows",
      { rows: 5, train: 8, validation: 1, test: 0 },
    ]);
  });

  test("filled in are the mean and the most frequent of the training split only", async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const data = tableOf(holes, { ...all, gaps: "fill", train: 5, validation: 3, seed });
      const { train, validation } = await rawData(data);
      const lines = holes
        .split("\n")
        .slice(1)
        .filter((line) => !line.endsWith(","));
      expect(train.rows + validation.rows).toBe(lines.length);
      // What is known of a row tells which line it was.
      const complete = [...["1 1 0 1", "2 1 0 1", "6 0 1 1", "3 0 1 0", "3 1 0 1"]];
      const trained = rowsOf(train, 4);
      const own = trained.filter((row) => complete.includes(row.join(" ")));
      const sizeGap = [...trained, ...rowsOf(validation, 4)].find(
        ([size, , b, flag]) => b === 1 && flag === 0 && size !== 3,
      );
      const others = trained.filter((row) => row !== sizeGap);
      const mean = others.reduce((sum, [size]) => sum + size!, 0) / others.length;
      if (sizeGap) expect(sizeGap[0]).toBeCloseTo(mean, 12);
      expect(own.length).toBeGreaterThan(0);
    }
  });

  test("the most frequent by hand; of equals the first; no value at all is 0", async () => {
    const table = "c,n,t\n" + ["b,1,x", "b,3,y", "a,,x", ",8,y", "b,4,x", "a,4,y"].join("\n");
    const rows = await rawRows(
      tableOf(table, { target: "t", gaps: "fill", scaling: "none", train: 5, validation: 1 }),
    );
    const { validation } = await rawData(
      tableOf(table, { target: "t", gaps: "fill", scaling: "none", train: 5, validation: 1 }),
    );
    // With all six rows: b is there three times, and the mean of 1, 3, 8, 4, 4 is 4.
    const numbers = [...rows.map((row) => Number(row.split(" ")[2])), validation.inputs[2]!];
    expect(numbers.every(Number.isFinite)).toBe(true);
    const tie = "c,n,t\n" + ["b,1,x", "a,3,y", ",5,x", "a,6,y", "b,4,x"].join("\n");
    const tied = await rawRows(
      tableOf(tie, { target: "t", gaps: "fill", scaling: "none", train: 4, validation: 1 }),
    );
    expect(tied.every((row) => /^[01] [01] \d/.test(row))).toBe(true);
  });

  test("a target is never filled in", async () => {
    const { failure, rows } = await previewData(tableOf(holes, { ...all, gaps: "fill", train: 7 }));
    expect({ failure, rows }).toEqual({ failure: null, rows: 8 });
  });

  test("where every row has a gap, the lab says what to do", async () => {
    const text = `a,b,t\n${Array.from({ length: 12 }, (_, row) => (row % 2 ? `${row},,x` : `,${row * 2},y`)).join("\n")}`;
    expect((await previewData(tableOf(text, { target: "t" }))).failure).toMatchObject({
      code: "tableNoWholeRows",
    });
    expect((await previewData(tableOf(text, { target: "t", gaps: "fill" }))).failure).toBe(null);
  });
});

describe("gaps that are marked", () => {
  const table = "size,kind,t\n" + ["1,a,x", ",a,y", "3,,x", "5,b,y", "3,b,x", "3,a,y"].join("\n");

  test("are filled in, and a feature behind the column says so; columns without gaps have none", async () => {
    const settings = { target: "t", scaling: "none", train: 5, validation: 1 };
    const marked = await rawData(tableOf(table, { ...settings, gaps: "fillAndMark" }));
    const filled = await rawData(tableOf(table, { ...settings, gaps: "fill" }));
    expect(marked.shape.features).toBe(5);
    const both = [filled, marked].map(({ train, validation, shape }) =>
      [train, validation].flatMap((split) => rowsOf(split, shape.features)),
    );
    const [plain, withMarks] = both as [number[][], number[][]];
    // size, its gap, kind a, kind b, its gap
    expect(withMarks.map(([size, , a, b]) => [size, a, b])).toEqual(plain);
    expect(withMarks.map(([, gap]) => gap).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect(withMarks.map((row) => row[4]).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    const whole = table.replaceAll(",,", ",a,").replace(",a,y", "1,a,y");
    expect((await rawData(tableOf(whole, { ...settings, gaps: "fillAndMark" }))).shape.features).toBe(3);
  });

  test("stay 0 and 1 where numbers are standardised", async () => {
    const { train, features } = await loadDataset(
      tableOf(table, { target: "t", gaps: "fillAndMark", train: 5, validation: 1 }),
    );
    const marks = rowsOf(train, features).flatMap((row) => [row[1]!, row[4]!]);
    expect(marks.every((mark) => mark === 0 || mark === 1)).toBe(true);
  });
});

test("each feature's distribution is counted, and the target's of a regression", async () => {
  const rows = Array.from({ length: 24 }, (_, row) => {
    const kind = row < 12 ? "a" : row < 20 ? "b" : "c";
    return [
      row / 4,
      row === 0 ? -1e37 : row === 1 ? 1e37 : 0,
      kind,
      row === 23 ? "" : row % 2 ? "yes" : "no",
      row ** 2,
    ].join(",");
  });
  const { table } = await previewData(
    tableOf(`x,wide,kind,flag,y\n${rows.join("\n")}`, {
      target: "y",
      task: "regression",
      gaps: "fill",
      scaling: "none",
    }),
  );
  const squares = Array<number>(12).fill(0);
  for (let row = 0; row < 24; row++) squares[Math.min(11, Math.floor((row ** 2 / 23 ** 2) * 12))]! += 1;
  const wide = [1, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0, 1];
  expect(table!.columns.map(({ histogram }) => histogram)).toEqual([
    Array<number>(12).fill(2),
    wide,
    [12, 8, 4],
    [12, 11],
    squares,
  ]);
});

describe("dates", () => {
  const rows = ["2020-01-01,1,x", "2020-01-02,2,y", "2020-02-01,3,x", ",4,y", "2020-01-31,5,x"];
  const table = `day,n,t\n${rows.join("\n")}`;
  const columns = [
    { name: "day", kind: "date", role: "feature" },
    { name: "n", kind: "number", role: "left out" },
    { name: "t", kind: "category", role: "target" },
  ];

  test("are left out unless a person wants them; then they are days", async () => {
    const proposed = await previewData(tableOf(table));
    expect(proposed.table!.columns[0]).toMatchObject({ kind: "date", role: "left out" });
    expect(proposed.table!.columns[0]!.kinds).toContain("date");
    const settings = { columns, scaling: "none", train: 4, validation: 1 };
    const { train, validation } = await rawData(tableOf(table, { ...settings, gaps: "fill" }));
    const days = [...rowsOf(train, 1), ...rowsOf(validation, 1)].flat();
    expect(days).toEqual(expect.arrayContaining([18262, 18263, 18293, 18292]));
    const { train: whole } = await loadDataset(tableOf(table, { columns, train: 3, validation: 1 }));
    expect(whole.inputs.reduce((sum, day) => sum + day, 0)).toBeCloseTo(0, 5);
  });

  test.each([
    ["2020-01-01", "2020-02-30", { code: "tableImpossibleDates" }],
    ["01/02/2020", "2020-02-20", null],
  ])(
    "%s and %s: what cannot be is an error, what can be read twice a warning",
    async (one, other, failure) => {
      const text = `day,n,t\n${Array.from({ length: 10 }, (_, row) => `${row % 2 ? one : other},${row},${row % 3}`).join("\n")}`;
      const preview = await previewData(tableOf(text, { columns }));
      expect(preview.failure).toEqual(failure && expect.objectContaining(failure));
      const doubt = expect.objectContaining({ level: "warning", code: "ambiguousDates" });
      expect(preview.table!.problems).toEqual(
        failure ? expect.not.arrayContaining([doubt]) : expect.arrayContaining([doubt]),
      );
    },
  );

  test("years of two digits are told with how one is read", async () => {
    const text = `day,n,t\n${Array.from({ length: 10 }, (_, row) => `0${1 + (row % 3)}/11/26,${row},${row % 3}`).join("\n")}`;
    const { table, failure } = await previewData(tableOf(text, { columns }));
    const names = "day (01/11/26 = 2026-01-11)";
    expect(failure).toBeNull();
    expect(table!.problems).toEqual([expect.objectContaining({ code: "shortYears", parameters: { names } })]);
  });
});

describe("the same numbers", () => {
  const lines = Array.from({ length: 200 }, (_, row) =>
    [(row * 37) % 101, ((row * row) % 89) / 7, -row * 1e-3, row % 3].join(","),
  );
  const text = `x,y,z,kind\n${lines.join("\n")}`;

  test.each([
    ["classification", "kind"],
    ["regression", "y"],
  ])("as source csv of a table of numbers: %s", async (task, target) => {
    const path = temporaryFile("table.csv", text);
    const common = { path, target, task, train: 120, validation: 60, seed: 7 };
    const table = await loadDataset(dataSchema.parse({ source: "table", ...common }));
    expect(table).toEqual(await loadDataset(dataSchema.parse({ source: "csv", ...common })));
    const some = await loadDataset(dataSchema.parse({ source: "table", ...common }), 50);
    expect(some).toEqual(await loadDataset(dataSchema.parse({ source: "csv", ...common }), 50));
  });

  test("as IDX of MNIST's rows", async (context) => {
    context.skip(!existsSync(mnist), `${mnist} is not there`);
    const rows = 300;
    const [images, labels] = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"].map((file) =>
      gunzipSync(readFileSync(join(mnist, file))),
    ) as [Buffer, Buffer];
    const size = 28 * 28;
    const head = ["label", ...Array.from({ length: size }, (_, pixel) => `pixel${pixel}`)].join(",");
    const cells = Array.from({ length: rows }, (_, row) =>
      [labels[8 + row], ...images.subarray(16 + row * size, 16 + (row + 1) * size)].join(","),
    );
    const counted = (buffer: Buffer, header: number, length: number): Buffer => {
      const part = Buffer.from(buffer.subarray(0, header + length));
      part.writeUInt32BE(rows, 4);
      return part;
    };
    const common = { train: 200, validation: 80, seed: 3 };
    const idx = await loadDataset(
      dataSchema.parse({
        source: "idx",
        images: temporaryFile("images", counted(images, 16, rows * size)),
        labels: temporaryFile("labels", counted(labels, 8, rows)),
        ...common,
      }),
    );
    const path = temporaryFile("mnist.csv", [head, ...cells].join("\n"));
    const preview = await previewData(config(path, common));
    expect(preview).toMatchObject({
      proposed: { target: "label", task: "classification", scaling: "by255" },
      sample: { kind: "images", width: 28, height: 28, channels: 1 },
      failure: null,
    });
    const { preparation, ...table } = await loadDataset(config(path, { ...common, ...preview.proposed }));
    const { preparation: ofIdx, ...same } = idx;
    expect(table).toEqual(same);
    expect(preparation.target).toEqual(ofIdx.target);
    expect(preparation.features).toHaveLength(size);
    expect(preparation.features![5]).toEqual({
      column: expect.any(String) as string,
      kind: "number",
      mean: 0,
      divisor: 255,
    });
    expect(ofIdx.image).toEqual({ shape: [28, 28, 1], divisor: 255 });
  });
});

describe("what is wrong is told, all of it", () => {
  const good = `x,y,kind\n${Array.from({ length: 20 }, (_, row) => `${row / 7},${row % 5},${row % 2 ? "a" : "b"}`).join("\n")}`;
  const columns = [
    { name: "x", kind: "number", role: "feature" },
    { name: "y", kind: "number", role: "feature" },
    { name: "kind", kind: "category", role: "target" },
  ];
  const changed = (place: number, change: object) =>
    columns.map((column, at) => (at === place ? { ...column, ...change } : column));

  test.each([
    [{ target: "z" }, "tableNoSuchColumn"],
    [{ target: "kinds" }, "tableNoSuchColumnNear"],
    [{ target: 4 }, "tableNoSuchColumn"],
    [{ columns: columns.slice(1) }, "tableColumnsCounted"],
    [{ columns: changed(1, { name: "Y" }) }, "tableColumnRenamed"],
    [{ columns: changed(0, { kind: "boolean" }) }, "tableNotTwoValues"],
    [{ columns: changed(0, { role: "left out" }), target: "kind" }, null],
    [
      {
        columns: columns.map((column) =>
          column.role === "target" ? column : { ...column, role: "left out" },
        ),
      },
      "tableNoFeatures",
    ],
    [{ target: "kind", task: "regression" }, "tableTargetNotNumbers"],
    [{ target: 3 }, null],
  ])("%j", async (changes, code) => {
    const data = tableOf(good, { ...changes });
    const { failure, table } = await previewData(data);
    expect(failure?.code ?? null).toBe(code);
    expect(table!.columns).toHaveLength(3);
    if (code === null) expect(isFinite(await loadDataset(data))).toBe(true);
    else expect((await failureOfPromise(loadDataset(data)))[0]).toBe(code);
  });

  test("numbers that no network can take", async () => {
    const large = good.replace(/\n0\.14\d*,/, "\n1e200,");
    expect((await previewData(tableOf(large))).failure).toMatchObject({
      code: "tableNumbersTooLarge",
      parameters: { names: "x" },
    });
    const asIs = tableOf(good.replace(/\n0\.14\d*,/, "\n1e40,"), { scaling: "none" });
    expect((await previewData(asIs)).failure).toMatchObject({ code: "tableNumbersTooLarge" });
  });

  test("several at once", async () => {
    const text = `a,b,c\n${"1,2,x\n".repeat(30)}1,2\n3,oops,x\n${Array.from({ length: 40 }, (_, row) => `${row},${row}.5,x`).join("\n")}`;
    const { failure, table, notes } = await previewData(tableOf(text, { target: "c" }));
    expect(notes!.map(({ code }) => code)).toEqual(["tableWordsAmongNumbers", "tableOneClassOnly"]);
    const errors = table!.problems.filter(({ level }) => level === "error").map(({ code }) => code);
    expect(errors).toEqual(["raggedRows", "wordsAmongNumbers", "oneClassOnly"]);
    expect(failure).toMatchObject({ code: "tableRaggedRows", parameters: { file: "table.csv" } });
  });

  test("a document overrules how the file is read", async () => {
    const text = `1;2;3\n${Array.from({ length: 40 }, (_, row) => `${row % 7},5;${row % 5};${row % 2}`).join("\n")}`;
    const { table, rows } = await previewData(tableOf(text, { header: true }));
    expect({ rows, notation: table!.notation }).toEqual({
      rows: 40,
      notation: { format: "text", encoding: "utf-8", delimiter: ";", decimal: ",", header: true },
    });
    expect((await previewData(tableOf(text, { header: false, decimal: "," }))).rows).toBe(41);
  });

  test("a file that is no table", async () => {
    const letter = temporaryFile("letter.docx", zipOf({ "word/document.xml": Buffer.from("<w:document/>") }));
    const { failure, table, rows } = await previewData(config(letter));
    expect({ failure, rows }).toMatchObject({ failure: { code: "tableFileIsZip" }, rows: 0 });
    expect(table!.columns).toEqual([]);
  });
});
