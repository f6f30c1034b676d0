import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { LabError } from "../../messages/failure";
import { fileOf, readFailure, readStart } from "../files";

/** One row of a CSV file as text; `line` is the line of the file in which it ends, counted from 1. */
export interface CsvRecord {
  readonly cells: string[];
  readonly line: number;
}

/** A guard against a file that is one endless record, for example because a quote never closes. */
const maximumRecordSize = 16 * 1024 * 1024;

/**
 * Streams the rows of a CSV file. The separator is the most frequent of comma, semicolon and tab in the first line.
 * Quoted fields, a byte order mark, blank lines and every kind of line end are understood.
 * @throws LabError `fileMissing`, `fileIsNoFile`, `fileUnreadable`, `csvNotText`, `csvSyntax`, `csvQuoteOpen`,
 * `csvRowTooLong`
 */
export async function* readCsvRecords(path: string): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter: await findDelimiter(path),
    bom: true,
    trim: true,
    skip_empty_lines: true,
    info: true,
    // Rows of a wrong length get our own failure, with the line and both lengths.
    relax_column_count: true,
    max_record_size: maximumRecordSize,
  });
  // Ends the parser's stream with the file's and the other way round; the loop below throws their errors.
  pipeline(createReadStream(path), parser, () => undefined);
  let last = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      last = info.lines;
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw readFailure(error, path);
    throw csvFailure(error, path, last + 1);
  }
}

/** @param begin the line in which the unreadable row begins */
function csvFailure(error: CsvError, path: string, begin: number): LabError {
  const file = fileOf(path);
  const column = Number(error["column"] ?? 0) + 1;
  if (error.code === "CSV_QUOTE_NOT_CLOSED")
    return new LabError("csvQuoteOpen", { ...file, line: begin, column }, { cause: error });
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    const limit = maximumRecordSize / 2 ** 20;
    return new LabError("csvRowTooLong", { ...file, line: begin, limit }, { cause: error });
  }
  const line = Number(error["lines"] ?? begin);
  return new LabError("csvSyntax", { ...file, line, column }, { cause: error });
}

async function findDelimiter(path: string): Promise<string> {
  const head = await readStart(path, 64 * 1024);
  if (head.includes(0)) throw new LabError("csvNotText", fileOf(path));
  const firstLine = /[^\r\n]+/.exec(head.toString("utf8"))?.[0] ?? "";
  const unquoted = firstLine.replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t"].map((mark) => ({ mark, count: unquoted.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
