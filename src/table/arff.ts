import { linesOf } from "./lines";
import { type Reading, shares } from "./reading";
import { errorOf, type Problem } from "./description";
import { normalCells } from "./normal-cells";
import { columnNames } from "./layout";
import { mostColumns } from "./limits";
import type { OpenedTable, ToldColumn } from "./opened";
import { Places } from "./places";
import { RowWriter } from "./row-writer";

/**
 * Opens a file of Weka (https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/): attributes with a
 * name and a type, then rows of values divided by commas or tabs; `?` is a value that nobody knows, `%` begins a comment.
 * @param target for the rows, as DuckDB reads them
 * @throws NotInEncoding; the system's errors
 */
export async function openArff(
  path: string,
  encoding: string,
  target: string,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  const names: string[] = [];
  const told = new Map<number, ToldColumn>();
  const ragged = new Places();
  const writer = new RowWriter(target);
  let skippedLines = 0;
  let emptyRows = 0;
  let inData = false;
  let number = 0;
  try {
    for await (const lines of linesOf(path, encoding, reading.pass(shares.rewritten))) {
      for (const line of lines) {
        number += 1;
        const text = line.trim();
        if (text === "" || text.startsWith("%") || !inData) {
          const attribute = inData ? null : attributeOf(text);
          if (attribute) {
            if (attribute.type === "relational") return errorOf("arffRelational");
            told.set(names.length, toldOf(attribute.type));
            names.push(attribute.name);
            if (names.length > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
          } else if (text !== "") skippedLines += 1;
          if (/^@data\b/i.test(text)) inData = true;
          continue;
        }
        if (text.startsWith("{")) return errorOf("arffSparse");
        const cells = valuesOf(text);
        // Weka lets the weight of a row follow in braces.
        if (cells.length === names.length + 1 && /^\{[^}]*\}$/.test(cells.at(-1)!)) cells.pop();
        if (cells.length !== names.length) ragged.add(number);
        else if (cells.every((cell) => cell === "")) emptyRows += 1;
        else writer.add(cells);
      }
      await writer.flush();
    }
  } finally {
    await writer.end();
  }
  if (names.length === 0 || !inData) return errorOf("arffBroken");
  const { count, lines } = ragged;
  const problems = count > 0 ? [errorOf("raggedRows", { count, lines, columns: names.length })] : [];
  const { rows, longest } = writer;
  return {
    format: "arff",
    encoding,
    delimiter: ",",
    header: columnNames(names, names.length),
    columns: names.length,
    told,
    load: async (engine) => {
      const cells = await normalCells(engine, target, { columns: names.length, longest }, reading);
      return { rows, longest, skippedLines, emptyRows, problems, ...cells };
    },
  };
}

/** "@attribute 'a name' numeric" */
function attributeOf(line: string): { name: string; type: string } | null {
  const found = /^@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+?))(?:\s+|(?=\{))(\S.*)$/i.exec(
    line,
  );
  if (!found) return null;
  const [, single, double, plain, type] = found;
  const name = plain ?? unescaped(single ?? double ?? "");
  return { name, type: type!.startsWith("{") ? "nominal" : type!.split(/\s/)[0]!.toLowerCase() };
}

const reason = { code: "isToldByFile", parameters: {} } as const;

function toldOf(type: string): ToldColumn {
  if (["numeric", "real", "integer"].includes(type)) return { kind: "number" };
  if (type === "nominal") return { kind: "category", reason };
  return type === "date" ? { kind: "date" } : { kind: "text" };
}

const value = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,\t]*))\s*(?:[,\t]|$)/y;

/** Of one row; `?` without quotes is no value. */
function valuesOf(line: string): string[] {
  const cells: string[] = [];
  value.lastIndex = 0;
  while (value.lastIndex < line.length) {
    const found = value.exec(line);
    // A quote that does not close: the row is none of the table's length.
    if (!found) return [];
    const [whole, single, double, plain = ""] = found;
    const quoted = single ?? double;
    const text = quoted === undefined ? plain.trim() : unescaped(quoted);
    cells.push(quoted === undefined && text === "?" ? "" : text);
    if (value.lastIndex === line.length && /[,\t]$/.test(whole)) cells.push("");
  }
  return cells;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, "$1");
