import { basename } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { fileSize, isPage, readStart } from "../data/files";
import { tableEndings } from "../data/table/kind";
import { isSvmlight } from "../table/svmlight-row";
import { idxRolesAmong } from "../data/idx/idx-pair";
import { areArrays } from "../data/npz/array-file";
import { isPack, withFilesIn } from "../data/packs";
import { holdsPictures, pictureName } from "../data/pictures/picture-files";
import { type Failure, failureOf, LabError } from "../messages/failure";
import { isFolder } from "../platform/files-at";
import { tablesInZip } from "../table/packed";
import { type OpenedKind, openedKinds } from "../contract/contract";
import { readJson } from "./documents";

/** Files that the lab does not open but can name; first those that it writes itself. */
const namedKinds = {
  analysis: "fileIsAnalysis",
  runTable: "fileIsRunTable",
  report: "fileIsReport",
  events: "fileIsEvents",
  weights: "fileIsWeights",
  checkpoint: "fileIsCheckpoint",
  preparedData: "fileIsPreparedData",
  reportPicture: "fileIsReportPicture",
  store: "fileIsStore",
  diagnostics: "fileIsDiagnostics",
  newer: "fileIsNewer",
  picture: "fileIsPicture",
  json: "fileIsJson",
  page: "fileIsPage",
  spreadsheet: "fileIsSpreadsheet",
  array: "fileIsArray",
  archive: "fileIsArchive",
  unknown: "fileIsUnknown",
} as const;

/** The sentence for a file that cannot be used here but could be used elsewhere. */
const elsewhereCodes = {
  experiment: "fileIsExperiment",
  runs: "fileIsRuns",
  result: "fileIsResult",
  table: "fileIsData",
  images: "fileIsData",
  labels: "fileIsData",
  arrays: "fileIsData",
  targetArray: "fileIsData",
  pictures: "fileIsData",
} as const;

export type FileKind = OpenedKind | keyof typeof namedKinds;

/** The sentence for a file of an unwanted kind. */
export function refusalOf(path: string, kind: FileKind): LabError {
  // A download that failed leaves a page under the data's name.
  if (kind === "page" && !/\.x?html?$/i.test(path))
    return new LabError("dataIsPage", { file: basename(path) });
  const code =
    kind in namedKinds ? namedKinds[kind as keyof typeof namedKinds] : elsewhereCodes[kind as OpenedKind];
  return new LabError(code, { file: basename(path) });
}

export function isOpened(kind: FileKind): kind is OpenedKind {
  return (openedKinds as readonly string[]).includes(kind);
}

/** What the window should do with a file, or why it can do nothing with it. Never throws. */
export async function recognise(path: string): Promise<{ kind: OpenedKind | null; failure: Failure | null }> {
  try {
    const kind = await kindOfFile(path);
    if (kind === "archive") throw await refusalOfArchive(path);
    return isOpened(kind)
      ? { kind, failure: null }
      : { kind: null, failure: failureOf(refusalOf(path, kind)) };
  } catch (error) {
    // The file has moved since it was last opened. Opening it reports that and forgets it.
    const isMissing = error instanceof LabError && error.code === "fileMissing" && /\.json$/i.test(path);
    return isMissing ? { kind: "experiment", failure: null } : { kind: null, failure: failureOf(error) };
  }
}

/** A zip of other things is named by what it holds; of a damaged one nothing is known. */
async function refusalOfArchive(path: string): Promise<LabError> {
  return ((await isPack(path)) && (await nothingIn(path).catch(() => null))) || refusalOf(path, "archive");
}

/** What to say of a folder or a zip that holds no data; null if it holds nothing. */
async function nothingIn(path: string): Promise<LabError | null> {
  const file = basename(path);
  return withFilesIn(path, (files) => {
    const arePictures = files.length > 0 && files.every(({ name }) => pictureName.test(name));
    if (arePictures) return Promise.resolve(new LabError("picturesNone", { file }));
    const found = endingsOf(files);
    return Promise.resolve(found === "" ? null : new LabError("folderOfOthers", { file, found }));
  });
}

/**
 * @throws LabError that names the file's kind if that is not in `wanted`. An unreadable file passes: its reader
 * reports it.
 */
export async function expectKind(path: string, ...wanted: readonly OpenedKind[]): Promise<OpenedKind> {
  const kind = await kindOfFile(path).catch((error: unknown) => {
    if (error instanceof LabError) return wanted[0]!;
    throw error;
  });
  if (isOpened(kind) && wanted.includes(kind)) return kind;
  throw refusalOf(path, kind);
}

/** Enough bytes to recognise a file. */
const startBytes = 64 * 1024;

/**
 * Recognises a file by its content, because names say little and people change them. The name only decides between
 * several possible kinds.
 * @throws LabError as `readStart` and `holdsPictures` do, and for broken JSON
 */
export async function kindOfFile(path: string): Promise<FileKind> {
  const name = basename(path);
  if (await isFolder(path)) {
    const kind = (await holdsPictures(path)) ? "pictures" : await kindOfPack(path);
    if (kind !== null) return kind;
    throw (await nothingIn(path)) ?? new LabError("picturesNone", { file: name });
  }
  const start = await readStart(path, startBytes);
  const signed = kindOfSignature(start, name);
  if (signed === "archive" && startsWithText(start, "PK")) {
    if (await isZipOfPictures(path)) return "pictures";
    const kind = await kindOfPack(path).catch(() => null);
    if (kind !== null) return kind;
    if (await isZipOfTables(path)) return "table";
  }
  if (signed !== null) return signed;
  const text = start.toString("utf8").replace(/^\uFEFF/, "");
  if (/^\s*[[{]/.test(text)) return kindOfJson(path, text);
  return kindOfText(text, name);
}

/** What a folder or a zip holds, if that is arrays or IDX files; null for anything else. */
async function kindOfPack(path: string): Promise<"arrays" | "images" | "labels" | null> {
  return withFilesIn(path, async (files) => {
    if (areArrays(files)) return "arrays";
    const roles = await idxRolesAmong(files);
    return roles.has("images") ? "images" : roles.has("labels") ? "labels" : null;
  });
}

/** How the names of files end, and how many end so: "3 .pdf, 1 .doc". */
function endingsOf(files: readonly { readonly name: string }[]): string {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    const ending = /\.[^./]{1,10}$/.exec(name)?.[0].toLowerCase() ?? name.split("/").at(-1)!;
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const most = [...counts].sort(([, one], [, other]) => other - one);
  return [...most.slice(0, 5).map(([ending, count]) => `${count} ${ending}`), ...(most[5] ? ["…"] : [])].join(
    ", ",
  );
}

/** A damaged zip is an archive like any other; parts of a data set are named. */
async function isZipOfPictures(path: string): Promise<boolean> {
  return holdsPictures(path).catch((error: unknown) => {
    if (error instanceof LabError && error.code === "picturesSplit") throw error;
    return false;
  });
}

/** Several tables are the reader's to refuse. */
async function isZipOfTables(path: string): Promise<boolean> {
  return tablesInZip(path).then(
    (names) => names.length > 0,
    () => false,
  );
}

const startsWith = (bytes: Buffer, ...signature: number[]) =>
  signature.every((byte, index) => bytes[index] === byte);
const startsWithText = (bytes: Buffer, text: string) => startsWith(bytes, ...Buffer.from(text, "latin1"));

/** Formats with a signature at the start; null for text. */
function kindOfSignature(start: Buffer, name: string): FileKind | null {
  if (startsWithText(start, "SQLite format 3\0") || startsWith(start, 0x37, 0x7f, 0x06)) return "store";
  if (/^lab\.sqlite-shm$/.test(name)) return "store";
  if (start.subarray(0, 64).includes("brain.Event:2")) return "events";
  if (isGzip(start)) return kindOfPacked(start, name.replace(/\.gz$/i, ""));
  const idx = kindOfIdx(start);
  if (idx !== null) return idx;
  if (start[8] === 0x7b && start.subarray(1, 8).includes(0)) {
    return start.includes("dropout-lab-checkpoint") ? "checkpoint" : "weights";
  }
  if (startsWithText(start, '{"format":"dropout-lab-prepared-data"')) return "preparedData";
  if (startsWithText(start, "PAR1")) return "table";
  if (startsWithText(start, "\x93NUMPY")) return "array";
  if (isArrays(start)) return "arrays";
  if (startsWithText(start, "PK")) {
    if (/\.ods$/i.test(name)) return "spreadsheet";
    return /\.xls[xm]$/i.test(name) || start.includes("xl/workbook.xml") ? "table" : "archive";
  }
  // The older formats of spreadsheets and documents.
  if (startsWith(start, 0xd0, 0xcf, 0x11, 0xe0)) return "spreadsheet";
  const pictures = ["\x89PNG", "\xff\xd8\xff", "GIF8", "BM"];
  if (pictures.some((signature) => startsWithText(start, signature)) && start.includes(0)) return "picture";
  if (startsWithText(start, "RIFF") && start.subarray(8, 12).includes("WEBP")) return "picture";
  if (!start.includes(0)) return null;
  // Text with two bytes per character has zeros too; the data's own reader reports problems of a table.
  return tableName.test(name) ? "table" : "unknown";
}

/** numpy's .npz: a zip whose first file is an array. */
function isArrays(start: Buffer): boolean {
  if (!startsWithText(start, "PK\x03\x04") || start.length < 30) return false;
  return start.toString("latin1", 30, 30 + start.readUInt16LE(26)).endsWith(".npy");
}

function kindOfIdx(start: Buffer): FileKind | null {
  if (!startsWith(start, 0, 0) || start[2]! < 8 || start[2]! > 14) return null;
  if (start[3] === 3) return "images";
  // QMNIST's labels are rows of integers.
  const areRows = start[2] === 0x0c && start[3] === 2;
  return start[3] === 1 || areRows ? "labels" : null;
}

const isGzip = (start: Buffer) => startsWith(start, 0x1f, 0x8b);

/** @param layers how often it may be packed, as the data's reader has it (src/data/files-by-bytes.ts) */
function kindOfPacked(start: Buffer, name: string, layers = 3): FileKind {
  const unpacked = unpackedStart(start);
  if (isGzip(unpacked) && layers > 1) return kindOfPacked(unpacked, name, layers - 1);
  const idx = kindOfIdx(unpacked);
  if (idx !== null) return idx;
  if (isPage(unpacked)) return "page";
  const isText = unpacked.length > 0 && !unpacked.includes(0);
  return tableName.test(name) || (isText && isTable(unpacked.toString("utf8"))) ? "table" : "archive";
}

function unpackedStart(start: Buffer): Buffer {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * startBytes });
  } catch {
    return Buffer.alloc(0);
  }
}

/** The lab's documents begin with their format, but another program may have rewritten a result. */
async function kindOfJson(path: string, start: string): Promise<FileKind> {
  const format = /^\s*\{\s*"format"\s*:\s*"(dropout-lab-[\w-]+)"/.exec(start)?.[1];
  if (format !== undefined) return kindOfFormat(format);
  if (/^\s*\{"time":"[^"]+","where":/.test(start)) return "diagnostics";
  const name = basename(path);
  if (isRecords(start) || /\.(jsonl|ndjson)$/i.test(name)) return "table";
  if ((await fileSize(path)) > mostForeign) return /"runs"\s*:/.test(start) ? "result" : "json";
  try {
    return kindOfDocument(await readJson(path, "experiment"), name);
  } catch (error) {
    if (!(error instanceof LabError) || /\.json$/i.test(name)) throw error;
    return kindOfText(start, name);
  }
}

/** A list of records, or a record in each line. */
function isRecords(start: string): boolean {
  if (/^\s*\[\s*\{/.test(start)) return true;
  const [first = "", second = ""] = start.trimStart().split("\n", 2);
  if (!second.startsWith("{")) return false;
  try {
    return typeof JSON.parse(first) === "object";
  } catch {
    return false;
  }
}

/** Up to this size in bytes, a document is parsed as a whole. */
const mostForeign = 2 ** 20;

function kindOfFormat(format: string): FileKind {
  const kinds: Partial<Record<string, FileKind>> = {
    "dropout-lab-result-1": "result",
    "dropout-lab-runs-1": "runs",
    "dropout-lab-analysis-1": "analysis",
    "dropout-lab-best-epoch-1": "checkpoint",
    "dropout-lab-picture-1": "reportPicture",
  };
  return kinds[format] ?? "newer";
}

const experimentFields = ["name", "data", "network", "training", "variants", "seeds", "evaluation"];

/** @param name of the file, which may show that it is meant as an experiment */
export function kindOfDocument(document: unknown, name: string): FileKind {
  const meant = /\.dropout\.json$/i.test(name);
  if (typeof document !== "object" || document === null || Array.isArray(document))
    return meant || isEmpty(document) ? "experiment" : "json";
  const fields = Object.keys(document);
  const has = (field: string) => Object.hasOwn(document, field);
  if (has("format")) {
    const { format } = document as { format: unknown };
    if (typeof format === "string" && format.startsWith("dropout-lab-")) return kindOfFormat(format);
  }
  if (has("runs") && has("experiment")) return "result";
  if (has("lab") && has("backendSource")) return "diagnostics";
  const known = experimentFields.filter(has).length;
  return meant || known >= 2 || has("network") || known === fields.length ? "experiment" : "json";
}

function isEmpty(document: unknown): boolean {
  return Array.isArray(document) && document.length === 0;
}

const tableName = new RegExp(`\\.(${tableEndings.join("|")})$`, "i");

function kindOfText(text: string, name: string): FileKind {
  if (text.startsWith("experimentId,experiment,created,runId,")) return "runTable";
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg\b/is.test(text)) return "picture";
  if (isPage(Buffer.from(text))) {
    return /<meta name="generator" content="Dropout Lab/.test(text) ? "report" : "page";
  }
  if (/^Dropout Lab +\S+\nRuns on +/.test(text)) return "diagnostics";
  if (tableName.test(name)) return "table";
  if (/\.json$/i.test(name)) return /\bresult\b/i.test(name) ? "result" : "experiment";
  return isTable(text) ? "table" : "unknown";
}

/** Whether the first lines have the same number of fields, and more than one; or those of LIBSVM. */
function isTable(text: string): boolean {
  const lines = text.split(/\r\n?|\n/, 4).slice(0, 3);
  if (isSvmlight(text)) return true;
  if (lines.length < 3) return false;
  return [",", ";", "\t"].some((mark) => {
    const counts = new Set(lines.map((line) => line.split(mark).length));
    return counts.size === 1 && !counts.has(1);
  });
}
