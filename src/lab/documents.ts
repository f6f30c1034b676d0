import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { sizeToRead } from "../data/files";
import { LabError } from "../messages/failure";
import { jsonFault } from "./json-fault";
import { makeFolder } from "./make-folder";
import { writeWhole } from "./write-whole";

/**
 * Megabytes of the largest document that is read. An experiment with all that its schema allows has a quarter of one; a
 * result of 250,000 epoch records has 256.
 */
const mostMegabytes = { experiment: 1, result: 256 } as const;
const megabyte = 2 ** 20;
/** Each of a file's values takes more memory than its three bytes in the file: ten million small lists take 400 MB. */
const mostValues = 10_000_000;

/**
 * What it takes in memory is bounded before it is parsed.
 * @param tell how the file and what went wrong are named: without a path, unless told, for the page learns none
 * @throws LabError `documentNotRead`, `documentSyntax`, `documentEndsEarly`, `documentTooLarge`, `documentTooManyValues`
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
    // Some editors put a byte order mark before the text, and JSON.parse does not take it.
    return parsed(bytes.toString("utf8").replace(/^\uFEFF/, ""), basename(path));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError("documentNotRead", tell(path, error), { cause: error });
  }
}

/** @throws LabError `documentSyntax`, `documentEndsEarly` with the place, where it is not JSON */
function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const { line, column, found } = jsonFault(text);
    if (found === null) throw new LabError("documentEndsEarly", { file, line }, { cause });
    throw new LabError("documentSyntax", { file, line, column, found: shown(found) }, { cause });
  }
}

/** A control character by its number: on a screen it would be nothing, or worse. */
function shown(character: string): string {
  const isSeen = /[^\p{C}\p{Z}]/u.test(character);
  return isSeen ? character : `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Every value but the first comes after one of these; texts that hold them count as more. */
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
 * Writes a file whole.
 * @param makesFolder whether its folder is made where there is none: never where a person chose it
 * @throws LabError `documentNotWritten`
 */
export async function writeDocument(
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

/** Makes a folder that documents are to be written into. @throws LabError `documentNotWritten` that names the folder */
export async function makeFolderFor(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new LabError("documentNotWritten", withoutPath(folder, error), { cause: error });
  }
}

function withoutPath(path: string, error: unknown) {
  return { file: basename(path), detail: detailOf(error) };
}

/** What went wrong, without the path that the system's own message would tell the page. */
export function detailOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
