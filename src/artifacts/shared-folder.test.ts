import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureOf, temporaryFolder } from "../lab/testing";
import { smallDisk } from "../store/small-disk.testing";
import { withOpened } from "./shared-files";
import { SharedFolder } from "./shared-folder";

let home: ReturnType<typeof temporaryFolder>;
let shared: SharedFolder;
beforeEach(() => {
  home = temporaryFolder();
  shared = new SharedFolder(join(home.path, "shared"));
});
afterEach(() => home.remove());

const content = randomBytes(300_000);
const hash = createHash("sha256").update(content).digest("hex");
const day = 24 * 3600 * 1000;

function file(name: string, bytes: Uint8Array = content): string {
  const path = join(home.path, name);
  writeFileSync(path, bytes);
  return path;
}
const placeOf = (name: string) => join(shared.folder, "files", name.slice(0, 2), name);
const to = () => join(home.path, "got", "checkpoint");
/** As the next fetch finds it where one broke off. */
const partOf = (name: string) => `${to()}.${name.slice(0, 16)}.part`;
const age = (path: string, days: number) => {
  const then = new Date(Date.now() - days * day);
  utimesSync(path, then, then);
};

test("a file comes back by its hash, and putting it again changes nothing", async () => {
  expect(await shared.has(hash)).toBe(false);
  expect(await shared.put(file("one"))).toBe(hash);
  const { ino } = statSync(placeOf(hash));
  expect(await shared.put(file("other"))).toBe(hash);
  expect(statSync(placeOf(hash)).ino).toBe(ino);
  expect(await shared.has(hash)).toBe(true);
  await shared.get(hash, to());
  expect(readFileSync(to()).equals(content)).toBe(true);
  expect(readdirSync(join(home.path, "got"))).toEqual(["checkpoint"]);
});

test("an empty file is a file", async () => {
  const empty = await shared.put(file("empty", new Uint8Array()));
  await shared.get(empty, to());
  expect(statSync(to()).size).toBe(0);
});

test("many machines put and fetch the same file at once", async () => {
  const path = file("one");
  const machines = Array.from({ length: 20 }, () => new SharedFolder(shared.folder));
  await Promise.all(machines.map((machine) => machine.put(path)));
  await Promise.all(machines.map((machine, index) => machine.get(hash, `${to()}-${index}`)));
  for (let index = 0; index < 20; index++)
    expect(readFileSync(`${to()}-${index}`).equals(content)).toBe(true);
  expect(readdirSync(join(shared.folder, "files", hash.slice(0, 2)))).toEqual([hash]);
});

test("a fetch that broke off goes on where it was", async () => {
  await shared.put(file("one"));
  mkdirSync(join(home.path, "got"));
  writeFileSync(partOf(hash), content.subarray(0, 200_000));
  const starts: number[] = [];
  const { fetchChecked } = await import("./shared-files");
  const { createReadStream } = await import("node:fs");
  await fetchChecked(hash, to(), async (start) => {
    starts.push(start);
    return createReadStream(placeOf(hash), { start });
  });
  expect(starts).toEqual([200_000]);
  expect(readFileSync(to()).equals(content)).toBe(true);
});

test("a fetch begins anew if what lay there is wrong, or longer than the file", async () => {
  await shared.put(file("one"));
  for (const wrong of [randomBytes(1000), Buffer.concat([content, content])]) {
    mkdirSync(join(home.path, "got"), { recursive: true });
    writeFileSync(partOf(hash), wrong);
    await shared.get(hash, to());
    expect(readFileSync(to()).equals(content)).toBe(true);
    rmSync(to());
  }
  expect(await shared.has(hash)).toBe(true);
});

test.each(["truncated", "changed"])("a %s file is refused and removed, and can be put again", async (how) => {
  await shared.put(file("one"));
  if (how === "truncated") truncateSync(placeOf(hash), 100);
  else
    writeFileSync(
      placeOf(hash),
      content.map((byte, index) => (index === 5 ? byte ^ 1 : byte)),
    );
  expect((await failureOf(shared.get(hash, to()))).code).toBe("sharedFileDamaged");
  expect(existsSync(to()) || existsSync(partOf(hash))).toBe(false);
  expect(await shared.has(hash)).toBe(false);
  expect((await failureOf(shared.get(hash, to()))).code).toBe("sharedFileMissing");
  await shared.put(file("one"));
  await shared.get(hash, to());
});

test("a truncated file is replaced by the next put", async () => {
  await shared.put(file("one"));
  truncateSync(placeOf(hash), 100);
  await shared.put(file("one"));
  await shared.get(hash, to());
  expect(readFileSync(to()).equals(content)).toBe(true);
});

test("what does not have its hash is not taken, and leaves nothing", async () => {
  const parts = async function* () {
    yield Buffer.from("something else");
  };
  expect(await shared.take(hash, parts())).toBe(false);
  expect(readdirSync(join(shared.folder, "files", hash.slice(0, 2)))).toEqual([]);
});

test.each(["", "..", "../../x", "a/b", ".hidden", "x\0", `${"f".repeat(63)}G`, "F".repeat(64)])(
  "%j names no file and no run",
  async (name) => {
    for (const refused of [shared.has(name), shared.get(name, to())])
      expect((await failureOf(refused)).code).toBe("sharedFileName");
    if (!/^F+$|G$/.test(name)) expect((await failureOf(shared.newest(name))).code).toBe("sharedFileName");
  },
);

test("a folder that cannot be used is told of by name", async () => {
  const broken = new SharedFolder(file("no folder"));
  expect(await failureOf(broken.put(file("one")))).toMatchObject({
    code: "sharedFilesNotReached",
    parameters: { detail: "ENOTDIR" },
  });
});

test("a full disk is told of by name, keeps what was there, and takes files once there is room", async () => {
  const disk = smallDisk();
  try {
    const full = new SharedFolder(join(disk.folder, "shared"));
    const before = await full.put(file("before", Buffer.from("before")));
    await full.point("run", 1, { hash: before, epoch: 1 });
    const later = file("one");
    disk.fill();
    const looks = [full.put(later), full.point("run", 2, { hash: before, epoch: 2 })];
    const codes = await Promise.all(looks.map(async (look) => (await failureOf(look)).code));
    disk.makeRoom();
    expect(codes).toEqual(["sharedFolderFull", "sharedFolderFull"]);
    expect(await full.newest("run")).toEqual({ hash: before, epoch: 1, fence: 1 });
    expect(await full.put(later)).toBe(hash);
    await full.get(hash, to());
    expect(readFileSync(to()).equals(content)).toBe(true);
    const names = readdirSync(join(disk.folder, "shared", "files"), { recursive: true });
    expect(names.filter((name) => String(name).endsWith(".part"))).toEqual([]);
  } finally {
    disk.remove();
  }
});

const at = (epoch: number) => ({ hash, epoch });

test("the last word of the highest fence counts, in whatever order they come", async () => {
  expect(await shared.newest("run-1")).toBeNull();
  expect(await shared.point("run-1", 2, at(3))).toBe(true);
  expect(await shared.point("run-1", 2, at(4))).toBe(true);
  expect(await shared.newest("run-1")).toEqual({ hash, epoch: 4, fence: 2 });
  expect(await shared.point("run-1", 10, at(1))).toBe(true);
  expect(await shared.point("run-1", 2, at(5))).toBe(false);
  expect(await shared.point("run-1", 9, at(5))).toBe(false);
  expect(await shared.newest("run-1")).toEqual({ hash, epoch: 1, fence: 10 });
  expect(readdirSync(join(shared.folder, "pointers", "run-1"))).toEqual(["10"]);
  await shared.forget("run-1");
  expect(await shared.newest("run-1")).toBeNull();
});

test("a run keeps its newest checkpoint alone, and none when it is forgotten", async () => {
  const [first, second, late] = await Promise.all(
    ["first", "second", "late"].map((text) => shared.put(file(text, Buffer.from(text)))),
  );
  await shared.point("run", 2, { hash: first!, epoch: 1 });
  await shared.point("run", 2, { hash: second!, epoch: 2 });
  expect(await shared.has(first!)).toBe(false);
  await shared.point("run", 1, { hash: late!, epoch: 3 });
  expect(await shared.has(second!)).toBe(true);
  await shared.forget("run");
  expect(await shared.has(second!)).toBe(false);
  await shared.remove(late!);
  await shared.remove(late!);
  expect(await shared.has(late!)).toBe(false);
});

test("holders of twenty leases write at once, and the highest one's checkpoint stays", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, fence) =>
      new SharedFolder(shared.folder).point("run", fence + 1, at(fence + 1)),
    ),
  );
  expect(await shared.newest("run")).toEqual({ hash, epoch: 20, fence: 20 });
});

test("a pointer that cannot be read gives way to the one before", async () => {
  await shared.point("run", 1, at(2));
  writeFileSync(join(shared.folder, "pointers", "run", "2"), '{"hash":');
  expect(await shared.newest("run")).toEqual({ hash, epoch: 2, fence: 1 });
});

type Seven = [string, string, string, string, string, string, string];

test("a sweep takes what is old, and leaves what is young, pointed at, or put again", async () => {
  const bytes = ["old", "young", "pointed", "again", "gone", "asked", "fetched"];
  const hashes = await Promise.all(bytes.map((text) => shared.put(file(text, Buffer.from(text)))));
  const [old, young, pointed, again, gone, asked, fetched] = hashes as Seven;
  await shared.point("run", 1, { hash: pointed, epoch: 1 });
  await shared.point("late", 1, { hash: gone, epoch: 1 });
  const half = `${placeOf(young)}.00000000.part`;
  for (const name of [old, pointed, again, gone, asked, fetched]) age(placeOf(name), 31);
  age(join(shared.folder, "pointers", "late", "1"), 31);
  writeFileSync(half, "half");
  age(half, 31);
  await shared.put(join(home.path, "again"));
  await shared.has(asked);
  await shared.get(fetched, to());
  await shared.sweep(30 * day);
  const left = await Promise.all(hashes.map((name) => shared.has(name)));
  expect(left).toEqual([false, true, true, true, false, true, true]);
  expect(existsSync(half)).toBe(false);
  expect(readdirSync(join(shared.folder, "pointers"))).toEqual(["run"]);
});

test("a file that is replaced while it is put is put as it was, as a checkpoint is by the next", async () => {
  const path = file("checkpoint");
  await withOpened(path, async (opened) => {
    expect(opened).toMatchObject({ hash, size: content.length });
    renameSync(file("next", randomBytes(10)), path);
    const parts: Buffer[] = [];
    for await (const part of opened.read(7) as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).equals(content.subarray(7))).toBe(true);
  });
  expect(statSync(path).size).toBe(10);
});
