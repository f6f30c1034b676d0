import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tableCsv } from "./csv-text";

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom("=1+1", "a,b", 'a "b"', "two\nlines"),
  fc.double({ noNaN: true }),
);

test("any table is read back as it was, but for formulas and empty cells", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const read = parse(tableCsv(rows), {
        bom: true,
        relax_column_count: true,
        record_delimiter: "\n",
      }) as string[][];
      expect(read).toHaveLength(rows.length);
      for (const [place, row] of rows.entries())
        for (const [column, value] of row.entries()) {
          const text = read[place]![column]!;
          if (typeof value === "number") expect(Number(text)).toBe(value === 0 ? 0 : value);
          else expect(text.replaceAll("'", "")).toBe(value.replaceAll("'", ""));
        }
    }),
  );
});

test("no text is a formula, numbers stay numbers, null is empty", () => {
  expect(
    tableCsv([
      ["head", "=1+1"],
      ["-x", -1.5],
      [null, 0.1],
    ]),
  ).toBe("head,'=1+1\n'-x,-1.5\n,0.1\n");
});
