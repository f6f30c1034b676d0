import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { runWithPackage } from "../../scripts/test/python-packages.mjs";
import { type DataConfig, dataSchema } from "../data/kinds";
import { loadDataset } from "../data/load";
import { npy, npz } from "../data/npz/testing";
import { temporaryFile, temporaryFolder } from "../data/testing";
import { networkOf } from "../interchange/testing";
import { inFull } from "../test-size";
import { programFiles } from "./program-files";

/**
 * What the exported programs make of raw rows must be what the lab trained on: of the rows of data.npz, and of a table's texts. NumPy
 * does here what the network's first layer does in PyTorch; bench/code.ts runs the programs themselves.
 */

/** Every kind of column; the target is the row's number, by which its texts are found again. */
const lines = Array.from({ length: 60 }, (_, row) => {
  const gapOr = (value: string, remainder: number) => (row % 13 === remainder ? "" : value);
  return [
    gapOr(((row * 37) % 256).toString(), 3),
    (1e6 + (row % 9) + 0.5).toFixed(1),
    gapOr(`${row % 6}.25 kg`, 6),
    gapOr(["red", "green", "dark blue"][row % 3]!, 4),
    gapOr(row % 4 === 0 ? "yes" : "no", 5),
    `2026-0${1 + (row % 9)}-1${row % 7}`,
    row,
  ].join();
});
const kinds = {
  level: "number",
  amount: "number",
  weight: "number",
  colour: "category",
  member: "boolean",
  day: "date",
};
type Column = keyof typeof kinds;
const everyColumn = Object.keys(kinds) as Column[];
const scalings = ["standardise", "unit", "by255", "none"];
const everyGap = ["leaveOut", "fill", "fillAndMark"];
const isFull = inFull(1, 0) === 1;
/** Which columns with which ways to fill gaps. */
const choices: readonly { readonly columns: readonly Column[]; readonly gaps: readonly string[] }[] = [
  { columns: ["level", "amount"], gaps: isFull ? everyGap : ["fill"] },
  { columns: ["level", "colour"], gaps: isFull ? everyGap : [] },
  { columns: everyColumn, gaps: isFull ? everyGap : ["leaveOut", "fillAndMark"] },
];

const ofRows = { train: 25, validation: 12, target: "row", task: "regression" } as const;
const tables = choices.flatMap(({ columns, gaps: ways }) =>
  scalings.flatMap((scaling) =>
    ways.map((gaps) => ({
      name: `a table of ${columns.join(", ")}: ${scaling}, ${gaps}`,
      config: (): DataConfig =>
        dataSchema.parse({
          ...{
            source: "table",
            path: temporaryFile("table.csv", [[...everyColumn, "row"].join(), ...lines].join("\n")),
          },
          ...{ ...ofRows, scaling, gaps },
          columns: [
            ...everyColumn.map((name) => ({
              name,
              kind: kinds[name],
              role: columns.includes(name) ? "feature" : "left out",
            })),
            { name: "row", kind: "number", role: "target" },
          ],
        }),
      layers: "rows" as const,
    })),
  ),
);

const side = 5;
const pixelOf = (row: number, place: number) => (row * 31 + place * 47) % 256;
/** Pictures in the columns of a table, as far as they are pixels. */
const pixelTable = (channels: 1 | 3) => {
  const names = Array.from({ length: side * side * channels }, (_, place) => `pixel ${place}`);
  const rows = lines.map((_, row) => [...names.map((_name, place) => pixelOf(row, place)), row].join());
  return temporaryFile("pixels.csv", [[...names, "row"].join(), ...rows].join("\n"));
};
const pixels = Uint8Array.from({ length: 60 * side * side * 3 }, (_, place) => pixelOf(0, place));
const shares = Float64Array.from(pixels, (value) => value / 100 - 1);
const labels = Uint8Array.from({ length: 60 }, (_, row) => row % 4);
const arrays = (type: string, shape: readonly number[], values: Uint8Array): DataConfig =>
  dataSchema.parse({
    ...{ source: "npz", train: 25, validation: 12, inputs: "x", targets: "y", task: "classification" },
    arrays: temporaryFile("data.npz", npz({ x: npy(type, shape, values), y: npy("|u1", [60], labels) })),
  });
const bytesOf = ({ buffer }: Float64Array) => new Uint8Array(buffer);
const pictures = [
  ...([1, 3] as const).flatMap((channels) =>
    ["by255", "none"].map((scaling) => ({
      name: `a table of pixels, ${channels}: ${scaling}`,
      config: () =>
        dataSchema.parse({
          ...{ source: "table", path: pixelTable(channels), ...ofRows, scaling },
          ...{ height: side, width: side, channels, ...(channels === 3 && { channelOrder: "first" }) },
        }),
    })),
  ),
  { name: "pictures in arrays", config: () => arrays("|u1", [60, side, side, 3], pixels) },
  { name: "pictures that are scaled", config: () => arrays("<f8", [60, side, side, 3], bytesOf(shares)) },
  { name: "digits", config: () => dataSchema.parse({ source: "digits", train: 25, validation: 12 }) },
];
const layersOf = {
  rows: [{ type: "dense", units: 4 }],
  pictures: [
    { type: "conv2d", filters: 2, kernelSize: 3 },
    { type: "dense", units: 4 },
  ],
} as const;
const cases = [
  ...tables,
  ...pictures.flatMap((each) => [
    { ...each, layers: "pictures" as const },
    { ...each, layers: "rows" as const },
  ]),
];

const program = `
import csv, json, re, struct, sys
from datetime import datetime, timedelta
import numpy as np

def tensors(path):
    content = open(path, "rb").read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    types = {"F32": "<f4", "F64": "<f8"}
    at = lambda each: content[8 + length :][slice(*each["data_offsets"])]
    return {
        name: np.frombuffer(at(each), types[each["dtype"]]).reshape(each["shape"])
        for name, each in header.items() if name != "__metadata__"
    }

def between(text, first, last):
    return text[text.index(first) : text.index(last)]

def apart(one, other):
    # In float32, as the lab computes a row.
    return float(np.max(np.abs(np.float32(one) - np.float32(other)), initial=0))

def trained(folder):
    """The rows of data.npz through what predict.py puts before the network."""
    text, rows = open(f"{folder}/predict.py").read(), np.load(f"{folder}/data.npz")["x_validation"]
    if rows.ndim == 4: rows = rows.transpose(0, 3, 1, 2)
    state = tensors(f"{folder}/weights.safetensors")
    net = between(text, "net = nn.Sequential(", "net.load_state_dict")
    if "Standardise(" in net: rows = (rows - state["0.shift"]) / state["0.scale"]
    elif "Rescale(" in net: rows = rows / float(re.search(r"Rescale\\((.+?)\\)", net)[1])
    return rows.transpose(0, 2, 3, 1) if rows.ndim == 4 else rows

def training(folder):
    """The same through what train.py of Keras computes first."""
    text = open(f"{folder}/train.py").read()
    known = {"np": np}
    import os; os.chdir(folder)
    exec(between(text, "data = np.load", "net = keras.Sequential("), known)
    net = between(text, "net = keras.Sequential(", "optimizer = ")
    rows = known["x_validation"]
    if "Normalization(" in net: return (rows - known["shift"]) / known["scale"]
    by = re.search(r"Rescaling\\(1 / (.+?)\\)", net)
    return rows / float(by[1]) if by else rows

answers = []
for folder, table in json.load(open(sys.argv[1])):
    data, expected = np.load(f"{folder}/pytorch/data.npz"), np.fromfile(f"{folder}/expected", "<f4")
    rows = len(data["x_validation"])
    told = {
        "trained": apart(trained(f"{folder}/pytorch").reshape(rows, -1), expected.reshape(rows, -1)),
        "training": apart(training(f"{folder}/keras").reshape(rows, -1), expected.reshape(rows, -1)),
        "rows": rows,
    }
    text = open(f"{folder}/pytorch/predict.py").read()
    if table and "def numbers_of" in text:
        known = {"datetime": datetime, "timedelta": timedelta}
        exec(between(text, "# Each number of a row", "@torch.no_grad"), known)
        lines = list(csv.DictReader(open(table)))
        numbers = [known["numbers_of"](lines[int(row)]) for row in data["y_validation"]]
        told["texts"] = float(np.max(np.abs(np.reshape(numbers, (rows, -1)) - data["x_validation"].reshape(rows, -1))))
    answers.append(told)
print(json.dumps(answers))
`;

test(
  "the exported programs prepare raw rows as the lab did, however a column is scaled",
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const asked: (readonly [string, string | null])[] = [];
    for (const [number, { config: configOf, layers }] of cases.entries()) {
      const config = configOf();
      const { preparation, validation } = await loadDataset(config);
      const output = preparation.target.task === "regression" ? { type: "dense" as const, units: 1 } : [];
      const network = { ...networkOf([...layersOf[layers], ...[output].flat()], preparation), data: config };
      const place = join(folder, `${number}`);
      for (const framework of ["pytorch", "keras"] as const)
        for (const { path, bytes } of await programFiles(network, framework))
          write(join(place, framework, path), bytes);
      write(
        join(place, "expected"),
        new Uint8Array(validation.inputs.buffer, validation.inputs.byteOffset, validation.inputs.byteLength),
      );
      asked.push([place, config.source === "table" ? config.path : null]);
    }
    const answers = JSON.parse(
      runWithPackage("numpy==2.3.5", ["-c", program, temporaryFile("asked.json", JSON.stringify(asked))]),
    ) as {
      trained: number;
      training: number;
      texts?: number;
      rows: number;
    }[];
    for (const [place, { trained, training, texts, rows }] of answers.entries()) {
      const { name } = cases[place]!;
      expect(rows, name).toBe(12);
      expect(trained, `${name}: predict.py`).toBeLessThan(1e-5);
      expect(training, `${name}: train.py`).toBeLessThan(1e-5);
      expect(texts === undefined, `${name}: texts`).toBe(!name.startsWith("a table"));
      // Dates of thousands of days that are not scaled are kept in single precision.
      expect(texts ?? 0, `${name}: texts`).toBeLessThan(0.04);
    }
  },
);

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
