import { open } from "node:fs/promises";

/** What stands in front of a sum or mean below a table, in the languages of spreadsheets. */
const words =
  /^(?:(?:grand|sub|column|overall)?[ -]?totals?(?: general| général| geral)?|sums?|(?:closing )?balance|averages?|avg\.?|means?|summen?|(?:konto|end)?saldo|kontostand|gesamt(?:summe|ergebnis)?|insgesamt|mittelwert|durchschnitt|somme|moyenne|suma|promedio|media|soma|média|somma|totale|totaal|итого|всего|합계|총계|총합(?:계)?|소계|평균|잔액|合計|総計|総合計|小計|平均|合计|总计|總計|小计)[ :：]*$/iu;

/** More of them are rows as the others. */
export const mostTotals = 3;

/** Whether a row may be a sum or mean of those above. */
export function isTotal(cells: readonly string[]): boolean {
  const first = cells.find((cell) => cell !== "");
  return first !== undefined && first.length <= 24 && words.test(first.trim());
}

/** Enough for the last lines of nearly all tables. */
const endBytes = 1 << 16;

/** Whether the last line of a file that is UTF-8 may be a sum. @throws the system's errors */
export async function mayEndInTotal(path: string, delimiter: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, endBytes));
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const last = bytes
      .toString("utf8")
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .at(-1)!;
    return isTotal(last.split(delimiter).map((cell) => cell.replaceAll('"', "").trim()));
  } finally {
    await handle.close();
  }
}
