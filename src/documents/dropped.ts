import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { OpenedKind } from "../contract/contract";
import { idxRolesAmong } from "../data/idx/idx-pair";
import { type ArrayInFile, arrayAt, withoutEnding } from "../data/npz/array-file";
import { partnersOf, proposePair } from "../data/npz/propose";
import { isPack, withFilesIn } from "../data/packs";
import { type Failure, failureOf, LabError } from "../messages/failure";
import { recognise } from "./file-kind";

/** A file that a person brought, and what the window should do with it, or why it can do nothing with it. */
export interface Dropped {
  readonly path: string;
  readonly kind: OpenedKind | null;
  readonly failure: Failure | null;
}

/**
 * Like `recognise`, for files that may belong together: arrays by themselves, of which one has the inputs and one the targets,
 * also if only one of them was named. A folder or zip of IDX files stands for the images and for the labels. Never throws.
 */
export async function recogniseAll(paths: readonly string[]): Promise<Dropped[]> {
  const found = await Promise.all(paths.map(async (path) => ({ path, ...(await recognise(path)) })));
  const arrays = found.filter(isLoneArray);
  const others = await Promise.all(found.filter((each) => !isLoneArray(each)).map(bothOfPack));
  return [...others.flat(), ...(arrays.length > 0 ? await pairOf(arrays) : [])];
}

const isLoneArray = ({ failure }: Dropped) => failure?.code === "fileIsArray";

async function bothOfPack(dropped: Dropped): Promise<Dropped[]> {
  const { path, kind } = dropped;
  if (kind !== "images" || !(await isPack(path).catch(() => false))) return [dropped];
  const roles = await withFilesIn(path, idxRolesAmong);
  return roles.has("labels") ? [dropped, { ...dropped, kind: "labels" }] : [dropped];
}

async function pairOf(arrays: readonly Dropped[]): Promise<Dropped[]> {
  try {
    const paths = arrays.map(({ path }) => path);
    const [one = ""] = paths;
    const known = new Map<ArrayInFile, string>();
    for (const path of paths.length > 1 ? paths : [one, ...(await partnersBeside(one))]) {
      known.set(await arrayAt(path), path);
    }
    const pair = proposePair([...known.keys()]);
    if (!pair) return paths.length > 1 ? [refused(one, "arraysNoPair", paths)] : [...arrays];
    const [inputs, targets] = [known.get(pair.inputs)!, known.get(pair.targets)!];
    const left = paths.filter((path) => path !== inputs && path !== targets);
    return [
      { path: inputs, kind: "arrays", failure: null },
      { path: targets, kind: "targetArray", failure: null },
      ...(left.length > 0 ? [refused(left[0]!, "arraysLeftOut", left)] : []),
    ];
  } catch (error) {
    return [{ path: arrays[0]!.path, kind: null, failure: failureOf(error) }];
  }
}

function refused(path: string, code: "arraysNoPair" | "arraysLeftOut", paths: readonly string[]): Dropped {
  const names = paths.map((each) => basename(each));
  const files = names.length > 5 ? [...names.slice(0, 5), "…"] : names;
  return { path, kind: null, failure: failureOf(new LabError(code, { files: files.join(", ") })) };
}

/** Files in the same folder whose names say that they belong to an array. */
async function partnersBeside(path: string): Promise<string[]> {
  const folder = dirname(path);
  const wanted = partnersOf(withoutEnding(basename(path)));
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.npy$/i.test(name) && wanted.has(withoutEnding(name).toLowerCase()))
    .sort()
    .map((name) => join(folder, name));
}
