import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import { loadDataset } from "../data/load";
import { mapSplits } from "../data/source-kind";
import { png, writeFiles } from "../data/pictures/testing";
import { type DataConfig, dataSchema } from "../experiment/schema";
import { temporaryFolder } from "../lab/testing";
import { isOnLocalDisk } from "../platform/mapped-files";
import { preparedData, sweepPreparedData } from "./prepared-data";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const folder = () => join(home.path, "prepared");
const files = () => {
  try {
    return readdirSync(folder()).sort();
  } catch {
    return [];
  }
};

function table(name: string, shift = 0): DataConfig {
  const path = join(home.path, name);
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${((row * 7 + shift) % 31) / 3},${row % 5},${row % 2}`,
  );
  writeFileSync(path, `x,y,kind\n${rows.join("\n")}\n`);
  return dataSchema.parse({ source: "csv", path, target: "kind", train: 32, validation: 16 });
}

/** @returns the data, and whether it was made for this */
async function prepare(config: DataConfig, rows = config.train): Promise<{ data: Dataset; made: boolean }> {
  let made = false;
  const data = await preparedData(folder(), config, rows, () => {
    made = true;
    return loadDataset(config, rows);
  });
  return { data: inMemory(data), made };
}

/** The same with all inputs read, and nothing said of a file. */
function inMemory(data: Dataset): Dataset {
  const splits = mapSplits(data, ({ inputs, targets, rows }) => ({ inputs, targets, rows }));
  return { ...data, ...splits };
}

test("a file is prepared once for its content and settings, and is then the same to the last bit", async () => {
  const config = table("a.csv");
  const first = await prepare(config);
  expect(first.made).toBe(true);
  expect(first.data).toEqual(await loadDataset(config));
  expect(await prepare(config)).toEqual({ data: first.data, made: false });
  // The place of the file is not its content.
  expect(await prepare(table("copy.csv"))).toEqual({ data: first.data, made: false });
  expect(files()).toHaveLength(1);

  const others: [DataConfig, number?][] = [
    [table("b.csv", 1)],
    [table("a.csv"), 16],
    [{ ...config, seed: 2 } as DataConfig],
    [{ ...config, validation: 8 } as DataConfig],
  ];
  for (const [other, rows] of others) {
    const { data, made } = await prepare(other, rows);
    expect(made).toBe(true);
    expect(data).toEqual(await loadDataset(other, rows));
  }
  expect(files()).toHaveLength(5);
});

test("a folder of images is prepared once for its files' names and content", async () => {
  const image = (value: number) => png(2, 2, new Uint8Array(4).fill(value));
  const write = (name: string, images: Record<string, Uint8Array>) =>
    dataSchema.parse({
      source: "pictures",
      folder: writeFiles(join(home.path, name), images),
      train: 2,
      validation: 2,
    });
  const images = { "a/1.png": image(1), "a/2.png": image(2), "b/1.png": image(3), "b/2.png": image(4) };
  const config = write("one", images);
  const first = await prepare(config);
  expect(first.made).toBe(true);
  expect(await prepare(config)).toEqual({ data: first.data, made: false });
  expect(await prepare(write("copy", images))).toEqual({ data: first.data, made: false });
  expect((await prepare(write("copy", { ".DS_Store": Buffer.of(1) }))).made).toBe(false);

  const others = [
    write("changed", { ...images, "b/2.png": image(5) }),
    write("swapped", { ...images, "a/1.png": image(2), "a/2.png": image(1) }),
    write("one", { "b/3.png": image(6) }),
  ];
  for (const other of others) {
    const { data, made } = await prepare(other);
    expect(made).toBe(true);
    expect(data).toEqual(await loadDataset(other));
  }
  expect(files()).toHaveLength(4);
});

test("several that ask at once have it made once", async () => {
  const config = table("a.csv");
  const all = await Promise.all(Array.from({ length: 6 }, () => prepare(config)));
  expect(all.filter(({ made }) => made)).toHaveLength(1);
  for (const { data } of all) expect(data).toEqual(all[0]!.data);
  expect(files()).toHaveLength(1);
});

test("a damaged file is made again, whichever byte is wrong", async () => {
  const config = table("a.csv");
  const { data } = await prepare(config);
  const path = join(folder(), files()[0]!);
  const whole = readFileSync(path);
  const damages = [
    ...Array.from(whole, (byte, index) => {
      const bytes = Buffer.from(whole);
      bytes[index] = byte ^ 0x10;
      return bytes;
    }).filter((_, index) => index % 7 === 0),
    // Of the same length with the zeros after the numbers.
    Buffer.from(whole.toString("latin1").replace('"rows":16', '"rows":15'), "latin1"),
    whole.subarray(0, -1),
    whole.subarray(0, 20),
    Buffer.concat([whole, Buffer.alloc(4)]),
    Buffer.alloc(0),
  ];
  for (const damaged of damages) {
    // Not in the file that others have open.
    writeFileSync(`${path}.new`, damaged);
    renameSync(`${path}.new`, path);
    const again = await prepare(config);
    // Another space between header and numbers is no damage.
    expect(again.data).toEqual(data);
    expect(again.made || damaged.equals(whole)).toBe(true);
  }
  expect(readFileSync(path)).toEqual(whole);
});

test("the lock of a dead process is taken, that of a living one is waited for", async () => {
  const config = table("a.csv");
  await prepare(config);
  const lock = join(folder(), files()[0]!.replace(".data", ".lock"));
  rmSync(join(folder(), files()[0]!));
  writeFileSync(lock, `${spawnSync(process.execPath, ["--version"]).pid} `);
  expect((await prepare(config)).made).toBe(true);
  expect(files()).toHaveLength(1);

  rmSync(join(folder(), files()[0]!));
  writeFileSync(lock, `${process.pid} `);
  const waiting = prepare(config);
  let settled = false;
  void waiting.then(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(settled).toBe(false);
  rmSync(lock);
  expect((await waiting).made).toBe(true);
});

test("data does not fail for what cannot be kept, and its own failures are told as they are", async () => {
  writeFileSync(folder(), "a file where the folder should be");
  const config = table("a.csv");
  expect(await prepare(config)).toEqual({ data: await loadDataset(config), made: true });
  const none = { ...config, path: join(home.path, "none.csv") } as DataConfig;
  await expect(prepare(none)).rejects.toMatchObject({ code: "fileMissing" });
});

test("a file that changes while it is read is not kept; nor is anything of data that the lab draws", async () => {
  const config = table("a.csv");
  await preparedData(folder(), config, 32, async () => {
    const data = await loadDataset(config);
    table("a.csv", 5);
    return data;
  });
  expect(files()).toEqual([]);
  const moons = dataSchema.parse({ source: "moons", train: 32, validation: 16 });
  expect((await prepare(moons)).made).toBe(true);
  expect((await prepare(moons)).made).toBe(true);
  expect(files()).toEqual([]);
});

test("a sweep leaves the newest within the limit, and nothing that is old or half-written", () => {
  mkdirSync(folder());
  const day = 24 * 60 * 60 * 1000;
  const now = Date.now();
  const put = (name: string, bytes: number, age: number) => {
    writeFileSync(join(folder(), name), Buffer.alloc(bytes));
    const used = new Date(now - age);
    utimesSync(join(folder(), name), used, used);
  };
  put("a.data", 40, 1 * day);
  put("b.data", 40, 2 * day);
  put("c.data", 40, 3 * day);
  put("d.data", 1, 31 * day);
  put("e.data.1-x.part", 10, 2 * day);
  put("f.data.1-x.part", 10, 1000);
  put("g.lock", 10, 2 * day);
  sweepPreparedData(folder(), 100, now);
  expect(files()).toEqual(["a.data", "b.data", "f.data.1-x.part"]);
  sweepPreparedData(join(home.path, "none"));
});

test("the same file gives the same numbers in every version of the lab, or another version of the preparation", async () => {
  const { train, validation } = await loadDataset(table("a.csv"));
  const hash = createHash("sha256");
  for (const { inputs, targets } of [train, validation]) {
    for (const { buffer, byteOffset, byteLength } of [inputs, targets]) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  // If this changes, count up `version` in prepared-data.ts: kept files hold the earlier numbers.
  expect(hash.digest("hex")).toBe("48e2e4256b20d63e721504b5dbaae4c9f9eb9a4e161427b1719cf3363219cd87");
});

test("images stay images", async () => {
  const config = table("images.csv");
  const images = { ...(await loadDataset(config)), features: 2, image: [2, 1, 1] } as const satisfies Dataset;
  const make = async () => images;
  expect(inMemory(await preparedData(folder(), config, 32, make))).toEqual(images);
  expect(inMemory(await preparedData(folder(), config, 32, make))).toEqual(images);
});

test("on a disk of this machine inputs are left in the file, and are there when its name is gone or means another file", async () => {
  const config = table("a.csv");
  const all = [0, 1, 2].map(() => preparedData(folder(), config, 32, () => loadDataset(config)));
  const [first, second, third] = await Promise.all(all);
  const wanted = await loadDataset(config);
  for (const { kept } of [first!.train, first!.validation]) {
    expect(kept !== undefined).toBe(isOnLocalDisk(folder()));
    expect((kept?.place ?? 0) % 64).toBe(0);
  }
  const path = join(folder(), files()[0]!);
  expect(inMemory(first!)).toEqual(wanted);
  rmSync(path);
  expect(inMemory(second!)).toEqual(wanted);
  expect((await prepare(config)).made).toBe(true);
  writeFileSync(`${path}.new`, "another");
  renameSync(`${path}.new`, path);
  expect(inMemory(third!)).toEqual(wanted);
});

test("a long first line is read to its end", async () => {
  const config = table("a.csv");
  const classes = Array.from({ length: 50_000 }, (_, index) => `class ${index}`);
  const data: Dataset = {
    ...(await loadDataset(config)),
    preparation: { target: { task: "classification", classes } },
  };
  const make = async () => data;
  expect(inMemory(await preparedData(folder(), config, 32, make))).toEqual(data);
  let made = false;
  expect(
    inMemory(
      await preparedData(folder(), config, 32, async () => {
        made = true;
        return data;
      }),
    ),
  ).toEqual(data);
  expect(made).toBe(false);
});
