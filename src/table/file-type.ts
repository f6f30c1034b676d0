import type { TableTextCode } from "../messages/table.en";
import { areLists } from "./json-records";
import { isSvmlight } from "./svmlight-row";

/** Formats in which the lab reads tables. */
export const fileFormats = ["text", "parquet", "xlsx", "json", "arff", "orange", "svmlight"] as const;
export type FileFormat = (typeof fileFormats)[number];

export function isFileFormat(type: FileFormat | TableTextCode): type is FileFormat {
  return (fileFormats as readonly string[]).includes(type);
}

/** Formats that are no text, by their first bytes. */
const magics: readonly (readonly [FileFormat | TableTextCode, readonly number[]])[] = [
  ["fileIsOldSpreadsheet", [0xd0, 0xcf, 0x11, 0xe0]],
  ["fileIsArray", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ["fileIsGzip", [0x1f, 0x8b]],
  ["parquet", [0x50, 0x41, 0x52, 0x31]],
];

/** @param start the first kilobytes of a file @returns what the file is, if it is no table of text */
export function fileTypeOf(start: Buffer): FileFormat | TableTextCode | null {
  if (start.length === 0) return "fileIsEmpty";
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) {
    if (start.includes("application/vnd.oasis.opendocument.spreadsheet")) return "fileIsOpenDocument";
    return start.includes("xl/") || start.includes("[Content_Types].xml") ? "xlsx" : "fileIsZip";
  }
  return magics.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte))?.[0] ?? null;
}

/** @param start the beginning of a file's text @returns what the text is, if it is no table of rows */
export function textTypeOf(start: string): FileFormat | TableTextCode | null {
  const text = start.trimStart();
  if (text === "") return "fileIsEmpty";
  if (/^(?:<!doctype html|<html|<\?xml|<head|<body|<table)/i.test(text)) return "fileIsHtml";
  if (/^(?:%[^\n]*\n|\s)*@relation\b/i.test(text)) return "arff";
  if (/^(?:\{\s*["}]|\[\s*[[{])/.test(text) || areLists(text)) return "json";
  if (isSvmlight(text)) return "svmlight";
  return isOrange(text) ? "orange" : null;
}

/** Names, then types (d, c, s, discrete …), then roles (class, meta …), all divided by tabs. */
function isOrange(text: string): boolean {
  const [names = [], types = [], roles = []] = text
    .split(/\r\n|\r|\n/, 3)
    .map((line) => line.trimEnd().split("\t"));
  return names.length > 1 && areOrangeLines(names, types, roles);
}

/** Whether two lines tell the types and the roles of as many columns as the first one names. */
export function areOrangeLines(
  names: readonly string[],
  types: readonly string[],
  roles: readonly string[],
): boolean {
  return (
    types.length === names.length &&
    types.every((cell) => /^(?:[cdst]|continuous|discrete|string|time|[^\s]+(?: [^\s]+)+)$/.test(cell)) &&
    roles.every((cell) => /^(?:class|meta|ignore|i|m|weight|[\w-]+=\S+)*$/.test(cell))
  );
}
