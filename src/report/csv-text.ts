const formulaStart = /(^|[;\t\r\n])(?=[=+\-@\t\r＝＋－＠])/g;

/**
 * A text that a spreadsheet would take for a formula, with an apostrophe before it (OWASP, CSV injection), also after
 * the cell separators of other countries.
 */
export function withoutFormula(text: string): string {
  return text.replace(formulaStart, "$1'");
}

/** Without this mark, Excel reads the file in the system's old code page. */
export function marked(table: string): string {
  return /^\p{ASCII}*$/u.test(table) ? table : `\uFEFF${table}`;
}

/** A small table as CSV, for the page too; its first row holds the heads. Numbers are in full precision, null is empty. */
export function tableCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    const text = typeof value === "string" ? withoutFormula(value) : String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return marked(rows.map((row) => `${row.map(cell).join(",")}\n`).join(""));
}
