import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { sizeToRead } from "../data/files";
import { LabError } from "../messages/failure";
import { jsonFault } from "./json-fault";
import { makeFolder } from "./make-folder";
import { writeWhole } from "../artifacts/write-whole";
import { refuseProtected } from "./protected-files";

/**
 * Megabytes of the largest document that the lab reads. The largest experiment that the schema allows has a quarter
 * of a megabyte; a result with 250,000 epoch records has 256.
 */
const mostMegabytes = { experiment: 1, result: 256 } as const;
const megabyte = 2 ** 20;
/** A value needs more memory than its three bytes in the file: ten million small lists take 400 MB. */
const mostValues = 10_000_000;

/**
 * Limits the memory that a document can take before parsing it.
 * @param tell names the file and what went wrong: without a path by default, because the page must not learn one
 * @throws LabError `documentNotRead`, `documentSyntax`, `documentEndsEarly`, `documentTooLarge`,
 * `documentTooManyValues`
 */
export async function readJson(
  path: string,
  kind: keyof typeof mostMegabytes,
  tell = withoutPath,
): Promise<unknown> {
  try {
    const size = await sizeToRead(path);
    const limit = mostMegabytes[kind];
    if (size > limit * megabyte) {
      const megabytes = Math.ceil(size / megabyte);
      throw new LabError("documentTooLarge", { file: basename(path), megabytes, limit });
    }
    const bytes = await readFile(path);
    if (hasTooManyValues(bytes)) {
      throw new LabError("documentTooManyValues", { file: basename(path), limit: mostValues });
    }
    // Some editors put a byte order mark before the text; JSON.parse refuses it.
    return parsed(bytes.toString("utf8").replace(/^\uFEFF/, ""), basename(path));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError("documentNotRead", tell(path, error), { cause: error });
  }
}

/** @throws LabError `documentSyntax`, `documentEndsEarly` with the place of the error */
function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const { line, column, found } = jsonFault(text);
    if (found === null) throw new LabError("documentEndsEarly", { file, line }, { cause });
    throw new LabError("documentSyntax", { file, line, column, found: shown(found) }, { cause });
  }
}

/** Shows a control character by its number: printed as it is, it would be invisible or disturb the screen. */
function shown(character: string): string {
  const isSeen = /[^\p{C}\p{Z}]/u.test(character);
  return isSeen ? character : `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** One of these stands before every value but the first. A text that holds them counts as several values. */
const beforeValues = new Set([...",[{"].map((mark) => mark.charCodeAt(0)));

function hasTooManyValues(json: Uint8Array): boolean {
  let count = 0;
  for (const byte of json) if (beforeValues.has(byte)) count++;
  return count > mostValues;
}

export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Writes a file where a person says, completely or not at all.
 * @param makesFolder makes a missing folder; false for a folder that a person chose
 * @throws LabError `documentNotWritten`, `fileProtected`
 */
export async function writeDocument(
  path: string,
  content: string | Uint8Array,
  makesFolder = false,
): Promise<void> {
  await refuseProtected(path);
  await writeOwnDocument(path, content, makesFolder);
}

/** As `writeDocument`, for files that only the lab itself names. @throws LabError `documentNotWritten` */
export async function writeOwnDocument(
  path: string,
  content: string | Uint8Array,
  makesFolder = false,
): Promise<void> {
  try {
    if (makesFolder) await makeFolder(dirname(path));
    await writeWhole(path, content);
  } catch (error) {
    throw new LabError("documentNotWritten", withoutPath(path, error), { cause: error });
  }
}

/** Makes a folder for documents. @throws LabError `documentNotWritten` that names the folder, `fileProtected` */
export async function makeFolderFor(folder: string): Promise<void> {
  await refuseProtected(folder);
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new LabError("documentNotWritten", withoutPath(folder, error), { cause: error });
  }
}

function withoutPath(path: string, error: unknown) {
  return { file: basename(path), detail: detailOf(error) };
}

/** The system's message without the path, which the page must not learn. */
export function detailOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
