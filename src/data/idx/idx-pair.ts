import { LabError } from "../../messages/failure";
import { sortedByName } from "../../platform/files-at";
import { fileOf } from "../files";
import { fileAt, type FoundFile, isPack, withFilesIn } from "../packs";
import { idxHeaderOf } from "./idx-file";

export type IdxRole = "images" | "labels";

interface FoundIdx {
  readonly file: FoundFile;
  readonly role: IdxRole;
  readonly count: number;
}

/** More files are not looked into. */
const mostLooked = 200;
const likelyName = /idx|ubyte|images?|labels?/i;

/**
 * Opens two IDX files, or those that are meant in folders or zips; if that is one, its files' headers are read once.
 * @throws LabError `idxNoImages`, `idxNoLabels`, `idxSeveral`, those of `withFilesIn` and `fileSize`
 */
export async function withIdxPair<T>(
  paths: Readonly<Record<IdxRole, string>>,
  use: (images: FoundFile, labels: FoundFile) => Promise<T>,
): Promise<T> {
  const { images: path, labels: other } = paths;
  if (path !== other || !(await isPack(path))) {
    return withIdxFile(path, "images", (images) =>
      withIdxFile(other, "labels", (labels) => use(images, labels)),
    );
  }
  return withFilesIn(path, async (files) => {
    const found = await idxAmong(files);
    return use(meantAmong(found, "images", path), meantAmong(found, "labels", path));
  });
}

/** Opens an IDX file, or the one that is meant in a folder or a zip. */
async function withIdxFile<T>(path: string, role: IdxRole, use: (file: FoundFile) => Promise<T>): Promise<T> {
  if (!(await isPack(path))) return use(fileAt(path));
  return withFilesIn(path, async (files) => use(meantAmong(await idxAmong(files), role, path)));
}

/** Which kinds of IDX files are among others. */
export async function idxRolesAmong(files: readonly FoundFile[]): Promise<ReadonlySet<IdxRole>> {
  return new Set((await idxAmong(files)).map(({ role }) => role));
}

async function idxAmong(files: readonly FoundFile[]): Promise<FoundIdx[]> {
  const likely = files.length > mostLooked ? files.filter(({ name }) => likelyName.test(name)) : files;
  const found: FoundIdx[] = [];
  for (const file of sortedByName(likely.slice(0, mostLooked))) {
    // A damaged file is none; whether one is missing is told then.
    const header = await file.read(idxHeaderOf).catch(() => null);
    if (header) found.push({ file, ...header });
  }
  return found;
}

/**
 * The images, or the labels that belong to them: as many, of the same name but for these words. Of the parts of a data set the
 * training part is meant, which the lab divides.
 */
function meantAmong(found: readonly FoundIdx[], role: IdxRole, path: string): FoundFile {
  const own = found.filter((each) => each.role === role);
  if (own.length === 0) {
    const names = namesOf(found.map(({ file }) => file));
    throw new LabError(role === "images" ? "idxNoImages" : "idxNoLabels", { ...fileOf(path), names });
  }
  const images = found.filter((each) => each.role === "images");
  const labels = found.filter((each) => each.role === "labels");
  const pairs = images.flatMap((one) =>
    labels.filter(({ count }) => count === one.count).map((other) => ({ images: one, labels: other })),
  );
  const alike = pairs.filter((pair) => stemOf(pair.images) === stemOf(pair.labels));
  const parts = firstOfEach(alike.length > 0 ? alike : pairs);
  const training = parts.filter((pair) => isTraining(pair.images));
  const meant = parts.length === 1 ? parts : training;
  if (meant.length === 1) return meant[0]![role].file;
  if (parts.length === 0 && own.length === 1) return own[0]!.file;
  throw new LabError("idxSeveral", { ...fileOf(path), names: namesOf(own.map(({ file }) => file)) });
}

interface Pair {
  readonly images: FoundIdx;
  readonly labels: FoundIdx;
}

/** Some archives hold each file twice, in a folder of its own and beside it. */
function firstOfEach(pairs: readonly Pair[]): Pair[] {
  const stems = pairs.map(({ images, labels }) => `${stemOf(images)} ${stemOf(labels)} ${images.count}`);
  return pairs.filter((_, place) => stems.indexOf(stems[place]!) === place);
}

/** A file's name without what tells images from labels. */
function stemOf({ file }: FoundIdx): string {
  const name = file.name.split("/").at(-1)!.toLowerCase();
  return name
    .replace(/\.gz$/, "")
    .replace(/images?|labels?|idx\d|ubyte|int\b/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const isTraining = (found: FoundIdx) => /train/.test(stemOf(found));

function namesOf(files: readonly FoundFile[]): string {
  const names = files.map(({ name }) => name);
  return names.length > 6 ? [...names.slice(0, 6), "…"].join(", ") : names.join(", ");
}
