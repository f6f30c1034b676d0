import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newestFirst } from "../artifacts/checkpoint-folder";
import { exportFormats } from "../contract/contract";
import { jsonText, writeDocument } from "./documents";
import { writeRuns } from "./export-runs";
import { expectKind, type FileKind, kindOfFile, recognise } from "./file-kind";
import { npy, npz, zipOf } from "../data/npz/testing";
import { writeFiles } from "../data/pictures/testing";
import { end, endlessExperiment, OpenLabs, smallExperiment, temporaryFolder } from "../lab/testing";

/** Real files, as the lab wrote them. */
let folder: ReturnType<typeof temporaryFolder>;
const labs = new OpenLabs();
/** Every file in `folder` by its kind, once the lab has written each kind of file that it can write. */
const written = new Map<string, FileKind>();
const inFolder = (...parts: string[]) => join(folder.path, ...parts);

beforeAll(async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", "0");
  folder = temporaryFolder();
  const { lab } = labs.open(inFolder("home"));
  const started = await lab.startExperiment({ experiment: smallExperiment({ seeds: [1, 2] }) });
  await Promise.all(started.runs.map((run) => end(lab, run.id)));
  await lab.writeResult(started.id, inFolder("out"));
  const detail = await lab.getExperiment({ experimentId: started.id });
  for (const format of exportFormats) await writeRuns([detail], format, "ko", inFolder(`runs-${format}`));
  await writeDocument(inFolder("mine.dropout.json"), jsonText(detail.experiment));
  const report = readFileSync(inFolder("runs-html"), "utf8");
  await writeDocument(inFolder("chart.svg"), /<svg.*?<\/svg>/s.exec(report)![0]);
  writeFileSync(inFolder("diagnostics.txt"), await lab.diagnostics());
  lab.noteFailure("test", { code: "unexpected", parameters: { detail: "a" } });
  const svg = new TextEncoder().encode(/<svg.*?<\/svg>/s.exec(report)![0]);
  await lab.addPicture({ runId: started.runs[0]!.id, title: "a", note: "", svg, rows: [] });
  // A run on a table leaves its prepared data.
  const table = inFolder("table.csv");
  writeFileSync(table, `x,y,kind\n${"1,2,a\n3,4,b\n".repeat(10)}`);
  const data = { source: "csv", path: table, target: "kind", train: 8, validation: 4 } as const;
  const [onTable] = (await lab.startExperiment({ experiment: smallExperiment({ data }) })).runs;
  await end(lab, onTable!.id);
  rmSync(table);
  // A stopped run keeps its checkpoints, and an open lab the log of its store.
  const [stopped] = (await lab.startExperiment({ experiment: endlessExperiment() })).runs;
  const checkpoints = inFolder("home", "checkpoints", stopped!.id);
  const hasOne = () => existsSync(checkpoints) && newestFirst(readdirSync(checkpoints)).length > 0;
  await vi.waitUntil(hasOne, 60_000);
  void lab.stopRuns({ runIds: [stopped!.id] });
  await end(lab, stopped!.id);
  copyFileSync(inFolder("home", "lab.sqlite"), inFolder("home", "lab.backup-version-1-x.sqlite"));
  for (const name of readdirSync(folder.path, { recursive: true, encoding: "utf8" })) {
    if (statSync(inFolder(name)).isFile()) written.set(name, kindByPlace(name));
  }
});
afterAll(() => {
  labs.closeAll();
  folder.remove();
  vi.unstubAllEnvs();
});

function kindByPlace(name: string): FileKind {
  if (name === "runs-csv") return "runTable";
  if (name === "runs-json") return "runs";
  if (name === "runs-html") return "report";
  if (name.startsWith("runs-tensorboard")) return "events";
  if (name === join("out", "result.json")) return "result";
  if (name === join("out", "analysis.json")) return "analysis";
  if (name.includes("pictures")) return "reportPicture";
  if (name.endsWith("best.json")) return "checkpoint";
  if (name.startsWith("out") || name.includes("snapshots")) return "weights";
  if (name.includes("checkpoints")) return "checkpoint";
  if (name.endsWith("errors.jsonl") || name === "diagnostics.txt") return "diagnostics";
  if (name.includes("prepared")) return "preparedData";
  if (name === "chart.svg") return "picture";
  return name === "mine.dropout.json" ? "experiment" : "store";
}

test("every file that the lab writes is known, whatever it is called, and opened or named", async () => {
  const kinds = new Set<FileKind>();
  for (const [name, kind] of written) {
    const content = readFileSync(inFolder(name));
    if (content.length === 0 || name.endsWith("-shm")) continue;
    for (const other of [name, "renamed", "renamed.json", "renamed.csv", "result.json"]) {
      const path = inFolder("renamed", other);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      expect(await kindOfFile(path), `${name} as ${other}`).toBe(kind);
    }
    kinds.add(kind);
  }
  expect([...kinds].sort()).toEqual(
    [
      ...["analysis", "checkpoint", "diagnostics", "events", "experiment", "picture", "report", "result"],
      ...["preparedData", "reportPicture", "runTable", "runs", "store", "weights"],
    ].sort(),
  );
});

const idx = (dimensions: number) => Buffer.from([0, 0, 8, dimensions, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]);

test.each<[string, string | Buffer, FileKind]>([
  ["package.json", '{"name": "x", "version": "1.0.0", "scripts": {}}', "json"],
  ["map.geojson", '{"type": "FeatureCollection", "features": []}', "json"],
  ["points.json", '{"data": [[1, 2], [3, 4]], "meta": {}}', "json"],
  ["list.json", "[1, 2, 3]", "json"],
  ["experiment.json", '{"data": {"source": "moons"}, "network": {"layers": []}, "extra": 1}', "experiment"],
  ["mistyped.json", '{"dta": {}, "network": {"layers": []}}', "experiment"],
  ["meant.dropout.json", "[]", "experiment"],
  ["[list].csv", "[a],b\n1,2\n", "table"],
  ["by hand.json", '{"runs": [], "experiment": {}}', "result"],
  ["later.json", '{"format": "dropout-lab-result-2", "runs": []}', "newer"],
  ["table.csv", "a,b\n1,2\n", "table"],
  ["table", "a;b\n1;2\n3;4\n", "table"],
  ["utf16.csv", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "table"],
  ["images", idx(3), "images"],
  ["labels.gz", gzipSync(idx(1)), "labels"],
  ["notes.md", "# Notes\nOne, two.\n", "unknown"],
  ["notes.pdf", "%PDF-1.7\n", "unknown"],
  ["empty", "", "unknown"],
  ["page.html", "<!DOCTYPE html><title>x</title>", "page"],
  ["photo.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), "picture"],
  ["photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), "picture"],
  ["book.xlsx", Buffer.from("PK\x03\x04\0\0"), "table"],
  ["book.ods", Buffer.from("PK\x03\x04\0\0"), "spreadsheet"],
  ["rows.parquet", "PAR1\x15\x04", "table"],
  ["rows.bin", "PAR1\x15\x04", "table"],
  ["rows.json", '[{"x": 1, "y": 2}, {"x": 3, "y": 4}]', "table"],
  ["lines.json", '{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n', "table"],
  ["rows.jsonl", '{"x": 1, "y": 2}', "table"],
  ["heart_scale", "+1 1:0.5 3:-1\n-1 2:1\n", "table"],
  ["rows.svm", "1 3:0.5\n", "table"],
  ["model.zip", Buffer.from("PK\x03\x04\0\0"), "archive"],
  ["twice.gz", gzipSync(gzipSync(idx(3))), "images"],
  [
    "qmnist-labels-idx2-int.gz",
    gzipSync(Buffer.from([0, 0, 0x0c, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7])),
    "labels",
  ],
  ["images-idx3-ubyte.gz", "<!DOCTYPE html>\n<title>403 Forbidden</title>", "page"],
  ["images.idx", gzipSync("<html><head>"), "page"],
  ["arrays.npz", npz({ x: npy("|u1", [1], Buffer.of(7)) }), "arrays"],
  ["arrays.zip", npz({ x: npy("|u1", [1], Buffer.of(7)) }, true), "arrays"],
  ["images.zip", zipOf({ "a/1.png": Buffer.of(7) }), "pictures"],
  ["images.npz", zipOf({ "all/a/1.jpg": Buffer.of(7) }, true), "pictures"],
  ["notes.zip", zipOf({ "a/1.doc": Buffer.of(7) }), "archive"],
  ["data.tar.gz", gzipSync("not numbers"), "archive"],
  ["x_train.npy", Buffer.from("\x93NUMPY\x01\0v\0{'descr': '<f8'}", "latin1"), "array"],
  ["program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), "unknown"],
])("%s is told from the lab's own", async (name, content, kind) => {
  mkdirSync(inFolder("foreign"), { recursive: true });
  const path = inFolder("foreign", name);
  writeFileSync(path, content);
  expect(await kindOfFile(path)).toBe(kind);
  const { kind: opened, failure } = await recognise(path);
  if (opened === null) expect(failure).toMatchObject({ parameters: { file: name } });
  else await expect(expectKind(path, opened)).resolves.toBe(opened);
});

test("a page under the name of data is not offered to a browser", async () => {
  for (const [name, code] of [
    ["images.gz", "dataIsPage"],
    ["index.html", "fileIsPage"],
  ] as const) {
    const path = inFolder(name);
    writeFileSync(path, "<!doctype html>");
    expect(await recognise(path)).toMatchObject({
      kind: null,
      failure: { code, parameters: { file: name } },
    });
  }
});

test("a folder, what is broken and what is not there are named", async () => {
  const empty = inFolder("empty");
  mkdirSync(empty);
  expect(await recognise(empty)).toMatchObject({ kind: null, failure: { code: "picturesNone" } });
  writeFileSync(inFolder("broken.json"), '{"data": ');
  expect(await recognise(inFolder("broken.json"))).toMatchObject({ failure: { code: "documentEndsEarly" } });
  expect(await recognise(inFolder("none.csv"))).toMatchObject({ failure: { code: "fileMissing" } });
});

test("a folder of folders of images is data; parts of a data set are named", async () => {
  const image = Buffer.of(7);
  const whole = writeFiles(inFolder("whole"), { "a/1.png": image, "b/1.JPG": image });
  expect(await recognise(whole)).toEqual({ kind: "pictures", failure: null });
  const parts = writeFiles(inFolder("parts"), { "train/a/1.png": image, "test/a/1.png": image });
  expect(await recognise(parts)).toMatchObject({ kind: null, failure: { code: "picturesSplit" } });
  const one = writeFiles(inFolder("one"), { "1.png": image });
  expect(await recognise(one)).toMatchObject({ kind: null, failure: { code: "picturesNone" } });
});
