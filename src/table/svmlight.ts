import { linesOf } from "./lines";
import { type Reading, shares } from "./reading";
import { errorOf, type Problem } from "./description";
import { mostColumns, tooManyCells } from "./limits";
import { normalCells } from "./normal-cells";
import type { OpenedTable, ToldColumn } from "./opened";
import { Places } from "./places";
import { RowWriter } from "./row-writer";
import { isNoRow, rowOf } from "./svmlight-row";

/** A cell takes a byte or more of disk, and each row is written whole. */
const mostCells = 2 ** 26;

/**
 * Opens a file of LIBSVM or SVMlight (https://svmlight.joachims.org): what a row does not name is 0. Groups of a ranking (`qid:`) become a column.
 * @param target for the rows, as DuckDB reads them
 * @throws NotInEncoding; the system's errors
 */
export async function openSvmlight(
  path: string,
  encoding: string,
  target: string,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  const wrong = new Places();
  let [rows, least, most, hasGroups, at] = [0, Infinity, 0, false, 0];
  for await (const lines of linesOf(path, encoding)) {
    for (const each of lines) {
      at += 1;
      if (isNoRow(each)) continue;
      const row = rowOf(each);
      if (!row) {
        wrong.add(at);
        continue;
      }
      rows += 1;
      hasGroups ||= row.group !== "";
      for (const [place] of row.values) {
        least = Math.min(least, place);
        most = Math.max(most, place);
      }
    }
  }
  if (rows === 0) return errorOf("noRows");
  // Some count from 0.
  const first = least === 0 ? 0 : 1;
  const features = Math.max(0, most - first + 1);
  const columns = features + (hasGroups ? 2 : 1);
  if (columns > mostColumns) return errorOf("tooManyColumns", { limit: mostColumns });
  const excess = tooManyCells(rows, columns, mostCells);
  if (excess) return excess;
  const writer = new RowWriter(target);
  const behind = hasGroups ? 2 : 1;
  let skippedLines = 0;
  let emptyRows = 0;
  try {
    for await (const lines of linesOf(path, encoding, reading.pass(shares.rewritten))) {
      for (const each of lines) {
        if (isNoRow(each)) {
          if (each.trim() === "") emptyRows += 1;
          else skippedLines += 1;
          continue;
        }
        const row = rowOf(each);
        if (!row) continue;
        const cells = Array<string>(columns).fill("0");
        cells[0] = row.label;
        if (hasGroups) cells[1] = row.group;
        for (const [place, value] of row.values) cells[behind + place - first] = value;
        writer.add(cells);
        if (writer.rows % 100 === 0) await writer.flush();
      }
      await writer.flush();
    }
  } finally {
    await writer.end();
  }
  const { count, lines } = wrong;
  const problems = count > 0 ? [errorOf("notSvmlight", { count, lines })] : [];
  const told = new Map<number, ToldColumn>([
    [0, { role: "target", reason: { code: "isToldByFile", parameters: {} } }],
  ]);
  if (hasGroups) told.set(1, { role: "left out", reason: { code: "isToldByFile", parameters: {} } });
  const names = Array.from({ length: features }, (_, place) => String(place + first));
  return {
    format: "svmlight",
    encoding,
    delimiter: null,
    header: ["label", ...(hasGroups ? ["qid"] : []), ...names],
    columns,
    told,
    load: async (engine) => {
      const { longest } = writer;
      const cells = await normalCells(engine, target, { columns, longest }, reading);
      return { rows, longest, skippedLines, emptyRows, problems, ...cells };
    },
  };
}
