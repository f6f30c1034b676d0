import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { rememberedFailure, rememberFailure } from "./failures.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, platformName, projectFolder } from "./places.mjs";
import { reasonIn, run } from "./run.mjs";
import { findCompiler, packageFolder } from "./tensorflow-sources.mjs";

/** @import { Teller } from "./tell.mjs" */

const modules = join(projectFolder, "node_modules");
const sources = join(projectFolder, "native");
const library = join(packageFolder, "deps", "lib", "libtensorflow_framework.so.2");

/** Where src/engine/graph/own-ops.ts looks. */
export const ownOpsFolder = join(packageFolder, "own-ops");
const addonName = "own-ops.node";
const recordPath = join(ownOpsFolder, "record.json");

/** Of native/, compiled once for each set of instructions. */
const loops = ["activation", "compute", "convolution", "narrow", "planes", "pooling", "product"];

const avx512 = ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mavx2", "-mfma"];
/** The loops are compiled once for each of these; native/addon.cc chooses by the processor. */
const instructions = { avx512, avx2: ["-mavx2", "-mfma"] };
/** Products of bfloat16 have instructions of their own, which compilers before 2020 do not know. */
const bfloat16 = [...avx512, "-mavx512bf16"];

/**
 * The lab's own operations for native TensorFlow, compiled from native/ if this machine can; without them the lab computes the same by
 * TensorFlow's, more slowly. The cache keeps them, and node_modules gets a copy.
 * @param {{ tell: Teller, retry: boolean, native: boolean }} options
 * @returns {Promise<string | null>} why there are none
 */
export async function setUpOwnOps({ tell, retry, native }) {
  if (!native) return "there is no native TensorFlow";
  const hash = hashOfSources();
  const known = readRecord();
  if (known?.sources === hash && (known.reason === null || !retry)) return known.reason;
  return withLock(tell, async () => {
    const name = `own-ops-${platformName}-${hash.slice(0, 16)}`;
    const entry = join(cacheFolder, "own-ops", name);
    const reason = existsSync(entry) ? null : await compile(name, entry, { tell, retry });
    mkdirSync(ownOpsFolder, { recursive: true });
    const addon = join(ownOpsFolder, addonName);
    // Never written in place: a process may have it loaded, and a link may share it with another folder.
    rmSync(addon, { force: true });
    if (reason === null) copyFileSync(join(entry, addonName), addon);
    rmSync(recordPath, { force: true });
    writeFileSync(recordPath, JSON.stringify({ sources: hash, reason }));
    return reason;
  });
}

/**
 * @param {string} name
 * @param {string} entry folder in the cache, which exists only once it is complete and tested
 * @param {{ tell: Teller, retry: boolean }} options
 * @returns {Promise<string | null>} why it failed
 */
async function compile(name, entry, { tell, retry }) {
  const compiler = findCompiler();
  const known = missing() ?? (retry ? null : rememberedFailure(name));
  if (known || !compiler) return known ?? compilerMissing;
  tell.step("Compiling the lab's own operations for TensorFlow (some seconds)");
  const stage = `${entry}.unfinished`;
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const common = ["-O3", "-std=c++17", "-fPIC", "-fvisibility=hidden", "-fno-exceptions", "-fno-rtti"];
  const levels = Object.entries(instructions).flatMap(([level, flags]) =>
    loops.map((name) => ({ name, level, flags, object: join(stage, `${name}-${level}.o`) })),
  );
  const hasBfloat16 = (await run(compiler, [...bfloat16, "-E", "-x", "c++", "/dev/null"])).ok;
  if (hasBfloat16) {
    const object = join(stage, "product-avx512bf16.o");
    levels.push({ name: "product", level: "avx512bf16", flags: bfloat16, object });
  }
  const objects = levels.map(({ object }) => object);
  const steps = [
    ...levels.map(({ name, level, flags, object }) => [
      ...[...common, ...flags, `-DLAB_LEVEL=${level}`, "-c", join(sources, `${name}.cc`), "-o", object],
    ]),
    [
      ...[...common, `-I${join(modules, "node-api-headers", "include")}`, "-shared", "-pthread"],
      ...(hasBfloat16 ? ["-DLAB_BFLOAT16"] : []),
      ...["addon.cc", "chain.cc", "divided.cc", "ops.cc", "pages.cc", "pool.cc"].map((file) =>
        join(sources, file),
      ),
      ...[...objects, library, "-Wl,-rpath,$ORIGIN/../deps/lib", "-o", join(stage, addonName)],
    ],
  ];
  let failure = null;
  for (const step of steps) {
    const { ok, output } = await run(compiler, step);
    failure ??= ok ? null : `native/ did not compile (${reasonIn(output)})`;
  }
  if (!failure) {
    const { ok, output } = await run(process.execPath, [
      join(projectFolder, "scripts/setup/try-own-ops.mjs"),
      join(stage, addonName),
    ]);
    failure = ok ? null : `the lab's own operations do not run on this machine (${reasonIn(output)})`;
  }
  if (failure) tell.detail(failure);
  else {
    for (const object of objects) rmSync(object);
    renameSync(stage, entry);
  }
  rmSync(stage, { recursive: true, force: true });
  rememberFailure(name, failure);
  return failure;
}

const compilerMissing = "this machine lacks a C++ compiler (Debian: apt install g++)";

function missing() {
  if (platformName !== "linux-x64") return `they are written for linux-x64, and this is ${platformName}`;
  if (!existsSync(library)) return "TensorFlow's library is not where they look for it";
  return findCompiler() ? null : compilerMissing;
}

function hashOfSources() {
  const hash = createHash("sha256").update(JSON.stringify({ instructions, bfloat16 }));
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest("hex");
}

/** @returns {{ sources: string, reason: string | null } | null} */
function readRecord() {
  try {
    const record = JSON.parse(readFileSync(recordPath, "utf8"));
    return record.reason === null && !existsSync(join(ownOpsFolder, addonName)) ? null : record;
  } catch {
    return null;
  }
}
