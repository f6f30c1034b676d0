import { rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { SharedFolder } from "../artifacts/shared-folder";
import { sharedFilesAt } from "../artifacts/shared-files-at";
import { loadDataset } from "../data/load";
import { dataPaths } from "../data/kinds";
import { npy, npz, zipOf } from "../data/npz/testing";
import { png, writeFiles } from "../data/pictures/testing";
import { failureOfPromise, temporaryFolder } from "../data/testing";
import type { Dataset } from "../data/dataset";
import { type Experiment, experimentSchema } from "../experiment/schema";
import { smallExperiment } from "../lab/testing";
import { openEngine, sqlText } from "../table/duckdb";
import { sheetRows, workbook } from "../table/workbook.testing";
import { DataFiles, FetchedFiles, withFiles } from "./data-files";
import { jobSchema } from "./job";

/** Every form that data may have goes through the shared files and the text of a job to another folder, and its home is removed meanwhile. */

const count = 40;
const labels = Uint8Array.from({ length: count }, (_, row) => row % 3);
const picture = (row: number) =>
  Uint8Array.from(
    { length: 16 },
    (_, pixel) => (pixel * 31 + row * 57 + (pixel % 3 === row % 3 ? 90 : 0)) % 256,
  );
const pixels = Buffer.concat(Array.from(labels, (_, row) => picture(row)));
const cells = Array.from(labels, (label, row) => [
  row / 7,
  (row * 31) % 17,
  ["red", "green", "blue"][label]!,
]);
const csv = ["x,y,kind", ...cells.map((row) => row.join()), ""].join("\n");

const idxFile = (kind: number, sides: number[], content: Uint8Array) =>
  Buffer.concat([Buffer.from([0, 0, 8, kind, ...sides.flatMap((side) => [0, 0, 0, side])]), content]);
const idxImages = idxFile(3, [count, 4, 4], pixels);
const idxLabels = idxFile(1, [count], labels);
const inputs = npy("|u1", [count, 4, 4], pixels);
const targets = npy("|u1", [count], labels);
/** Names that other machines write otherwise, a hidden file, and one that is no picture. */
const pictures: Record<string, Uint8Array> = {
  ...Object.fromEntries(
    Array.from(labels, (label, row) => [`${["가", "é", "cat"][label]}/${row}.png`, png(4, 4, picture(row))]),
  ),
  "cat/broken.png": Buffer.of(1),
  ".DS_Store": Buffer.of(1),
};
const visible = Object.fromEntries(Object.entries(pictures).filter(([name]) => !name.startsWith(".")));

/** Writes the files at home, and says what the document names. */
const forms: Record<string, (home: string) => object | Promise<object>> = {
  CSV: (home) => ({ source: "table", path: put(home, "flats.csv", csv) }),
  "CSV of earlier documents": (home) => ({
    ...{ source: "csv", path: put(home, "flats.csv", csv), target: "kind", task: "classification" },
  }),
  "CSV in gzip": (home) => ({ source: "table", path: put(home, "flats.csv.gz", gzipSync(csv)) }),
  "CSV in a zip": (home) => ({
    source: "table",
    path: put(home, "flats.zip", zipOf({ "flats.csv": Buffer.from(csv) })),
  }),
  "JSON lines": (home) => ({
    source: "table",
    path: put(home, "flats.jsonl", cells.map(([x, y, kind]) => JSON.stringify({ x, y, kind })).join("\n")),
  }),
  xlsx: (home) => ({
    source: "table",
    path: put(home, "flats.xlsx", workbook(sheetRows([["x", "y", "kind"], ...cells]))),
  }),
  Parquet: async (home) => {
    const [from, path] = [put(home, "flats.csv", csv), join(home, "flats.parquet")];
    const engine = await openEngine(home);
    await engine.run(`COPY (FROM read_csv(${sqlText(from)})) TO ${sqlText(path)} (FORMAT parquet)`);
    engine.close();
    rmSync(from);
    return { source: "table", path };
  },
  "two IDX files": (home) => ({
    source: "idx",
    images: put(home, "images", idxImages),
    labels: put(home, "labels", gzipSync(idxLabels)),
  }),
  "two IDX files of one name": (home) => ({
    source: "idx",
    images: put(home, "images/data", idxImages),
    labels: put(home, "labels/data", idxLabels),
  }),
  "IDX in a zip": (home) => {
    const path = put(home, "mnist.zip", zipOf({ "train-images": idxImages, "train-labels": idxLabels }));
    return { source: "idx", images: path, labels: path };
  },
  "IDX in a folder": (home) => {
    const path = writeFiles(join(home, "mnist"), { "train-images": idxImages, "train-labels": idxLabels });
    return { source: "idx", images: path, labels: path };
  },
  npz: (home) => ({ source: "npz", arrays: put(home, "data.npz", npz({ x: inputs, y: targets }, true)) }),
  "two npy files": (home) => ({
    source: "npz",
    arrays: put(home, "x.npy", inputs),
    targetFile: put(home, "y.npy", targets),
  }),
  "npy files in a folder": (home) => ({
    source: "npz",
    arrays: writeFiles(join(home, "arrays"), { "x.npy": inputs, "y.npy": targets }),
  }),
  "npz in a folder": (home) => ({
    source: "npz",
    arrays: writeFiles(join(home, "arrays"), { "data.npz": npz({ x: inputs, y: targets }) }),
  }),
  "pictures in a folder": (home) => ({
    source: "pictures",
    folder: writeFiles(join(home, "pets"), pictures),
  }),
  "pictures in a zip": (home) => ({ source: "pictures", folder: put(home, "pets.zip", zipOf(visible)) }),
};

function put(home: string, name: string, content: string | Uint8Array): string {
  return join(writeFiles(home, { [name]: Buffer.from(content) }), name);
}

const experimentOf = (data: object): Experiment =>
  experimentSchema.parse({ ...smallExperiment(), data: { ...data, train: 24, validation: 12, seed: 2 } });

/** What it says of the folder that it was read from is no result. */
const withoutPlace = ({ preparation: { ...preparation }, ...data }: Dataset) => ({ ...data, preparation });

test.each(Object.keys(forms))("%s: a worker prepares the same bits as the lab", async (form) => {
  const home = temporaryFolder();
  const experiment = experimentOf(await forms[form]!(home));
  const here = await loadDataset(experiment.data);
  const files = sharedFilesAt(join(temporaryFolder(), "shared"), undefined);
  const { job, again } = await sentJob(new DataFiles(files), experiment);
  expect(again.files).toEqual(job.files);
  rmSync(home, { recursive: true });
  const places = await new FetchedFiles(files, temporaryFolder()).of(job);
  const there = withFiles(job, places);
  expect(dataPaths(there.data).map((path) => basename(path))).toEqual(
    dataPaths(experiment.data).map((path) => basename(path)),
  );
  expect(withoutPlace(await loadDataset(there.data))).toEqual(withoutPlace(here));
});

/** As the text that the queue holds, twice. */
async function sentJob(data: DataFiles, experiment: Experiment) {
  const [variant] = experiment.variants;
  const sent = await data.sent(experiment, variant!, 1);
  const text = JSON.stringify({
    ...{ ...sent, variant, seed: 1, until: 1, shared: "0".repeat(64), epochsKept: 0 },
    ...{ lab: "1", experimentId: "e".repeat(16), runId: "r".repeat(16), attempt: "1" },
  });
  expect(text).not.toContain(temporaryFolderStart);
  return { job: jobSchema.parse(JSON.parse(text)), again: await data.sent(experiment, variant!, 1) };
}
const temporaryFolderStart = "dropout-lab-data-";

test("equal folders are one file on the way, wherever they lie; one that changes is another, and one that is gone is named", async () => {
  const files = sharedFilesAt(join(temporaryFolder(), "shared"), undefined);
  const [one, other] = [temporaryFolder(), temporaryFolder()].map((home) =>
    writeFiles(join(home, "pets"), pictures),
  );
  const hashOf = async (folder: string) => {
    const { job } = await sentJob(new DataFiles(files), experimentOf({ source: "pictures", folder }));
    return job.files[0]!.hash;
  };
  const hash = await hashOf(one!);
  writeFileSync(join(other!, "Thumbs.db"), "left by a system");
  expect(await hashOf(other!)).toBe(hash);
  const data = new DataFiles(files);
  const experiment = experimentOf({ source: "pictures", folder: other! });
  const before = await sentJob(data, experiment);
  writeFileSync(join(other!, "cat", "new.png"), png(4, 4, picture(99)));
  const after = await sentJob(data, experiment);
  expect([before.job.files[0]!.hash, after.job.files[0]!.hash === hash]).toEqual([hash, false]);
  rmSync(other!, { recursive: true });
  const lost = data.sent(experiment, experiment.variants[0]!, 1);
  expect(await failureOfPromise(lost)).toEqual(["fileMissing", { file: "pets" }]);
});

test("what a lab has put, or a worker has fetched, is not swept while runs may need it", async () => {
  const folder = new SharedFolder(join(temporaryFolder(), "shared"));
  const home = temporaryFolder();
  const tables = ["first", "second"].map((name) => put(home, `${name}.csv`, `${csv}1,2,${name}\n`));
  const lab = new DataFiles(folder);
  const jobs = [];
  for (const path of tables) jobs.push((await sentJob(lab, experimentOf({ source: "table", path }))).job);
  const hashes = jobs.map(({ files }) => files[0]!.hash);
  const monthMs = 30 * 24 * 3600 * 1000;
  const age = () => {
    const then = new Date(Date.now() - monthMs - 60_000);
    for (const hash of hashes) utimesSync(join(folder.folder, "files", hash.slice(0, 2), hash), then, then);
  };
  const left = () => Promise.all(hashes.map((hash) => folder.sizeOf(hash)));
  age();
  await lab.renew();
  await folder.sweep(monthMs);
  expect((await left()).includes(null)).toBe(false);

  const worker = new FetchedFiles(folder, temporaryFolder());
  await worker.of(jobs[0]!);
  age();
  await worker.of(jobs[0]!);
  const [first] = hashes.map((hash) => join(folder.folder, "files", hash.slice(0, 2), hash));
  await vi.waitUntil(() => Date.now() - statSync(first!).mtimeMs < monthMs, { timeout: 60_000 });
  await folder.sweep(monthMs);
  expect((await left()).map((size) => size !== null)).toEqual([true, false]);
});
