import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { LabError } from "../messages/failure";
import { writeWhole } from "./write-whole";

/**
 * @param tell how the file and what went wrong are named: without a path, unless told, for the page learns none
 * @throws LabError `documentNotRead`
 */
export async function readJson(path: string, tell = withoutPath): Promise<unknown> {
  try {
    const text = await readFile(path, "utf8");
    // Some editors put a byte order mark before the text, and JSON.parse does not take it.
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    throw new LabError("documentNotRead", tell(path, error), { cause: error });
  }
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
    if (makesFolder) await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, content);
  } catch (error) {
    throw new LabError("documentNotWritten", withoutPath(path, error), { cause: error });
  }
}

function withoutPath(path: string, error: unknown) {
  return { file: basename(path), detail: detailOf(error) };
}

/** What went wrong, without the path that the system's own message would tell the page. */
export function detailOf(error: unknown): string {
  return error instanceof SyntaxError
    ? error.message
    : ((error as NodeJS.ErrnoException).code ?? String(error));
}
