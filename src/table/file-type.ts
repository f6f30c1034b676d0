import type { TableTextCode } from "../messages/table.en";
import { areLists } from "./json-records";
import { isSvmlight } from "./svmlight-row";

/** Formats in which the lab reads tables. */
export const fileFormats = ["text", "parquet", "xlsx", "json", "arff", "orange", "svmlight"] as const;
export type FileFormat = (typeof fileFormats)[number];

export function isFileFormat(type: FileFormat | TableTextCode): type is FileFormat {
  return (fileFormats as readonly string[]).includes(type);
}

/** Formats by the bytes, as Latin-1, at the beginning of their files or at another place. */
const magics: readonly (readonly [FileFormat | TableTextCode, string, place?: number])[] = [
  ["fileIsOldSpreadsheet", "\xd0\xcf\x11\xe0"],
  ["fileIsArray", "\x93NUMPY"],
  ["fileIsGzip", "\x1f\x8b"],
  // A zip that holds nothing.
  ["fileIsZip", "PK\x05\x06"],
  ["parquet", "PAR1"],
  // bzip2, xz, Zstandard, 7z, rar, tar.
  ...["BZh91AY&SY", "\xfd7zXZ\0", "\x28\xb5\x2f\xfd", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07"].map(
    (bytes) => ["fileIsArchive", bytes] as const,
  ),
  ["fileIsArchive", "ustar", 257],
  // SPSS, Stata, SAS, R.
  ...[
    "$FL2@(#)",
    "$FL3@(#)",
    "<stata_dta>",
    "r\x01\x01\0",
    "r\x02\x01\0",
    "s\x02\x01\0",
    "RDX2\n",
    "RDX3\n",
    "RDA3\n",
    "X\n\0\0\0",
  ].map((bytes) => ["fileIsStatistics", bytes] as const),
  ["fileIsStatistics", "\xc2\xea\x81\x60\xb3\x14\x11\xcf", 12],
  // HDF5, MATLAB.
  ...["\x89HDF\r\n\x1a\n", "MATLAB 5.0 MAT-file"].map((bytes) => ["fileIsHdf5", bytes] as const),
  ["fileIsFeather", "ARROW1\0\0"],
  ["fileIsDatabase", "SQLite format 3\0"],
  ...["\x80\x02", "\x80\x03", "\x80\x04\x95", "\x80\x05\x95"].map(
    (bytes) => ["fileIsPickle", bytes] as const,
  ),
  ...["%PDF-", "{\\rtf"].map((bytes) => ["fileIsPaper", bytes] as const),
];

/** @param start the first kilobytes of a file @returns what the file is, if it is no table of text */
export function fileTypeOf(start: Buffer): FileFormat | TableTextCode | null {
  if (start.length === 0) return "fileIsEmpty";
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) {
    if (start.includes("application/vnd.oasis.opendocument.spreadsheet")) return "fileIsOpenDocument";
    return start.includes("xl/") || start.includes("[Content_Types].xml") ? "xlsx" : "fileIsZip";
  }
  const text = start.toString("latin1");
  return magics.find(([, bytes, place = 0]) => text.startsWith(bytes, place))?.[0] ?? null;
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
