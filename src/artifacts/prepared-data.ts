import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Dataset, Split } from "../data/dataset";
import { dataPaths, mapDataPaths } from "../data/kinds";
import { mapSplits, splitNames } from "../data/source-kind";
import type { DataConfig } from "../experiment/schema";
import { preparationSchema } from "../fields/preparation";
import { contentHash } from "../platform/content-hash";
import { stateAt } from "../platform/files-at";
import { isOnLocalDisk, mapAlignment } from "../platform/mapped-files";
import { isSameProcess, processMark } from "../platform/process-exists";
import { KeptFile } from "./kept-file";
import { namesIn, removeIfPossible } from "./spare-files";
import { writeDurably } from "./write-whole";

/**
 * Prepared data: what a data file comes to after reading, splitting and standardising, in `prepared/<key>.data` of the
 * lab's folder. The key is a hash of the files' content and of the settings, so that several trainers read a table
 * once, and a changed file is another key. Everything here may be deleted: it is then made again.
 *
 * A file is one line of JSON (`headerSchema`), padded with spaces, and then the float32 numbers, little-endian as on all platforms of
 * the lab: inputs and targets of the training, validation and test split, each padded with zeros, so that all begin at a
 * multiple of 64 bytes. A file appears whole and never changes, so on a local disk trainers need no copy of the inputs: the engine maps
 * them into memory that all processes share (src/engine/graph/inputs.ts).
 */

/** Counts up when the same file and settings give other numbers, or the layout changes. */
const version = 6;

const fileEnd = ".data";
const lockEnd = ".lock";

/** Bytes that all files together may take; the longest unused ones go first. */
const mostBytes = 2e9;

const unusedMs = 30 * 24 * 60 * 60 * 1000;

/** Most first lines are shorter. */
const lineBytes = 2 ** 14;

/** Milliseconds between two looks whether another process has finished. */
const pollMs = 50;

const split = z.strictObject({ rows: z.int().min(0) });
const headerSchema = z.strictObject({
  format: z.literal("dropout-lab-prepared-data"),
  key: z.string(),
  sha256: z.string(),
  task: z.enum(["classification", "regression"]),
  features: z.int().min(1),
  image: z.tuple([z.int(), z.int(), z.int()]).optional(),
  outputs: z.int().min(1),
  preparation: preparationSchema,
  train: split,
  validation: split,
  test: split,
});

/**
 * The prepared data of files. The first process that asks makes and keeps it; others wait for that. What cannot be
 * read or kept (a full disk, damage) is made as if there were no such folder: the data itself never fails for it.
 * @param rows the number of training samples to keep
 * @param make reads the files: loadDataset
 */
export async function preparedData(
  folder: string,
  config: DataConfig,
  rows: number,
  make: () => Promise<Dataset>,
): Promise<Dataset> {
  const paths = dataPaths(config);
  // Drawn data has no key that changes with the code that draws it: docs/runs.md.
  if (paths.length === 0) return make();
  const before = await statesOf(paths);
  const key = await keyOf(config, rows, paths).catch(() => null);
  // `make` says by name what is wrong with the files.
  if (key === null || before === null) return make();
  const file = join(folder, key + fileEnd);
  const lock = new Lock(join(folder, key + lockEnd));
  try {
    for (;;) {
      const known = await read(file, key);
      if (known) return known;
      if (await lock.take(folder)) break;
      await wait(pollMs);
    }
    // It may have been finished between the look and the lock.
    const known = await read(file, key);
    if (known) return known;
    const data = await make();
    // Files that change while they are read belong to another key.
    const after = await statesOf(paths);
    if (after !== before) return data;
    await keep(folder, file, key, data);
    // What was made can go where the file's memory takes its place.
    return (isOnLocalDisk(folder) && (await read(file, key))) || data;
  } finally {
    await lock.release();
  }
}

/**
 * Removes what has not been used for a month, the longest unused files beyond the limit, and what dead processes
 * left half-written.
 */
export function sweepPreparedData(folder: string, limit = mostBytes, now = Date.now()): void {
  const files = namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const state = statSync(path, { throwIfNoEntry: false });
    return state?.isFile() ? [{ path, name, bytes: state.size, used: state.mtimeMs }] : [];
  });
  let total = 0;
  for (const { path, name, bytes, used } of files.sort((one, other) => other.used - one.used)) {
    const whole = name.endsWith(fileEnd);
    if (whole) total += bytes;
    // Drafts and locks in use are minutes old at most.
    const old = now - used > (whole ? unusedMs : 60 * 60 * 1000);
    if (old || (whole && total > limit)) removeIfPossible(path);
  }
}

async function read(file: string, key: string): Promise<Dataset | null> {
  let kept: KeptFile;
  try {
    kept = KeptFile.at(file);
  } catch {
    return null;
  }
  const stays = isOnLocalDisk(file);
  const data = await datasetIn(kept, key, stays).catch(() => undefined);
  if (!data || !stays) kept.close();
  // What cannot be read may be whole.
  if (data === undefined) return null;
  if (data === null) {
    await rm(file, { force: true }).catch(() => undefined);
    return null;
  }
  const now = new Date();
  // The time of the last use, for the sweep.
  await utimes(file, now, now).catch(() => undefined);
  return data;
}

/**
 * @param stays whether inputs can be left in the file
 * @returns null if it is damaged, or something else
 * @throws Error if it cannot be read
 */
async function datasetIn(file: KeptFile, key: string, stays: boolean): Promise<Dataset | null> {
  const line = lineOf(file);
  const header = headerIn(line.toString("utf8"));
  if (header?.key !== key || line.length % mapAlignment !== 0) return null;
  const { task, features, image, outputs, preparation, sha256 } = header;
  let end = line.length;
  const places = mapSplits(header, ({ rows }) => {
    const inputs = end;
    const targets = inputs + paddedBytes(rows * features);
    end = targets + paddedBytes(rows);
    return { inputs, targets, rows };
  });
  if (file.bytes !== end) return null;
  const all = stays ? null : new Float32Array((end - line.length) / 4);
  if ((await digestIn(file, described(header), line.length, all)) !== sha256) return null;
  const numbersAt = (place: number, count: number): Float32Array => {
    const begin = (place - line.length) / 4;
    return all?.subarray(begin, begin + count) ?? file.numbers(place, count);
  };
  const splits = mapSplits(places, ({ inputs: place, targets, rows }): Split => {
    const ofRows = { targets: numbersAt(targets, rows), rows };
    const inputs = () => numbersAt(place, rows * features);
    return stays && rows > 0 ? keptSplit(ofRows, inputs, { file, place }) : { inputs: inputs(), ...ofRows };
  });
  return { task, features, ...(image && { image }), outputs, preparation, ...splits };
}

function keptSplit(
  ofRows: Pick<Split, "targets" | "rows">,
  read: () => Float32Array,
  kept: NonNullable<Split["kept"]>,
): Split {
  let own: Float32Array | undefined;
  return {
    get inputs() {
      return (own ??= read());
    },
    ...ofRows,
    kept,
  };
}

/** The first line with its end; empty if there is none. */
function lineOf(file: KeptFile): Buffer {
  for (let bytes = Math.min(file.bytes, lineBytes); ; bytes = Math.min(file.bytes, 2 * bytes)) {
    const start = Buffer.alloc(bytes);
    file.readInto(start, 0);
    const end = start.indexOf("\n") + 1;
    if (end > 0 || bytes === file.bytes) return start.subarray(0, end);
  }
}

/** Reads all numbers, which begin at this place. @param before them in the hash @param into what keeps them; null: nobody does */
async function digestIn(
  file: KeptFile,
  before: Uint8Array,
  begin: number,
  into: Float32Array | null,
): Promise<string> {
  const hash = createHash("sha256").update(before);
  const own = into ? new Uint8Array(into.buffer) : undefined;
  for (const piece of file.pieces(begin, file.bytes - begin, own)) {
    hash.update(piece);
    await nextTurn();
  }
  return hash.digest("hex");
}

/** So many float32 numbers with the zeros after them. */
function paddedBytes(count: number): number {
  return 4 * count + paddingAfter(4 * count);
}

function paddingAfter(bytes: number): number {
  return (mapAlignment - (bytes % mapAlignment)) % mapAlignment;
}

/** What of the header must not be damaged unnoticed. */
function described({
  task,
  features,
  image,
  outputs,
  preparation,
  train,
  validation,
  test,
}: Omit<z.infer<typeof headerSchema>, "format" | "key" | "sha256">): Buffer {
  const rows = [train, validation, test].map((each) => each.rows);
  return Buffer.from(JSON.stringify([task, features, image, outputs, preparation, rows]));
}

function headerIn(text: string): z.infer<typeof headerSchema> | null {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function keep(folder: string, file: string, key: string, data: Dataset): Promise<void> {
  const { task, features, image, outputs, preparation } = data;
  const parts = splitNames
    .flatMap((name) => [data[name].inputs, data[name].targets])
    .flatMap(({ buffer, byteOffset, byteLength }) => [
      new Uint8Array(buffer, byteOffset, byteLength),
      new Uint8Array(paddingAfter(byteLength)),
    ]);
  const header: z.infer<typeof headerSchema> = {
    format: "dropout-lab-prepared-data",
    key,
    sha256: digestOf([described(data), ...parts]),
    ...{ task, features, ...(image && { image }), outputs, preparation },
    ...mapSplits(data, ({ rows }) => ({ rows })),
  };
  const text = JSON.stringify(header);
  const spaces = " ".repeat(paddingAfter(Buffer.byteLength(text) + 1));
  const line = Buffer.from(`${text}${spaces}\n`);
  const bytes = parts.reduce((sum, part) => sum + part.length, line.length);
  if (bytes > mostBytes / 4) return;
  try {
    await writeDurably(file, [line, ...parts]);
    sweepPreparedData(folder);
  } catch {
    // A full disk, or a folder that cannot be written: the next process reads the file itself.
  }
}

/** The files' content and all settings but where the files are. */
async function keyOf(config: DataConfig, rows: number, paths: readonly string[]): Promise<string> {
  const contents = await Promise.all(paths.map(contentHash));
  const settings = mapDataPaths(config, () => "");
  return digestOf([Buffer.from(JSON.stringify([version, settings, rows, contents]))]);
}

function digestOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Changes when a file does. @returns null if one is not a file that can be read again, such as a pipe */
async function statesOf(paths: readonly string[]): Promise<string | null> {
  const states = await Promise.all(paths.map(stateAt));
  return states.includes(null) ? null : states.join();
}

/**
 * Says that a process is making something. It saves work and nothing depends on it: files appear whole, so two
 * processes that both make one only take longer.
 */
class Lock {
  private mine = false;

  constructor(private readonly path: string) {}

  /** @returns whether this process shall make it, also where no lock can be written */
  async take(folder: string): Promise<boolean> {
    // Where the folder cannot be made, neither can the lock.
    await mkdir(folder, { recursive: true }).catch(() => undefined);
    try {
      await writeFile(this.path, `${process.pid} ${processMark(process.pid) ?? ""}`, { flag: "wx" });
      this.mine = true;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return true;
      if (await this.holderLives()) return false;
      await rm(this.path, { force: true }).catch(() => undefined);
      return false;
    }
  }

  async release(): Promise<void> {
    if (this.mine) await rm(this.path, { force: true }).catch(() => undefined);
    this.mine = false;
  }

  private async holderLives(): Promise<boolean> {
    try {
      const [pid = "", mark = ""] = (await readFile(this.path, "utf8")).split(" ");
      if (pid !== "") return isSameProcess(Number(pid), mark || null);
      // It has been made and not yet been written, unless its maker died just then.
      const { mtimeMs } = await stat(this.path);
      return Date.now() - mtimeMs < 5000;
    } catch {
      // It has just been released.
      return true;
    }
  }
}
