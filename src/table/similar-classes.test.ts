import { expect, test } from "vitest";
import { sayOfTable } from "../messages/table";
import { lines, readText } from "./testing";

async function warningsFor(...classes: readonly string[]): Promise<string[]> {
  const { problems, classes: found } = await readText(
    `x,answer\n${lines(60, (row) => `${row / 7},"${classes[row % classes.length]}"`)}`,
    { target: "answer" },
  );
  expect(found).toHaveLength(classes.length);
  return problems.filter(({ code }) => code === "similarClasses").map((problem) => sayOfTable(problem, "en"));
}

const told = (names: string): string[] => [
  `Classes that differ only by capitals or blanks: ${names}. Each is a class of its own. If they mean the same, write them alike.`,
];

test.each([
  ["capitals", ["yes", "Yes", "no"], '"Yes" / "yes"'],
  ["capitals of several", ["YES", "no", "yes", "No", "Yes"], '"No" / "no", "YES" / "Yes" / "yes"'],
  ["blanks within", ["new york", "new  york", "rome"], '"new  york" / "new york"'],
  ["wide letters", ["Ａ", "A", "b"], '"A" / "Ａ"'],
  ["letters of two parts", ["caf\u00e9", "cafe\u0301", "bar"], '"cafe\u0301" / "caf\u00e9"'],
])("classes that differ only by %s are told, and stay classes of their own", async (_, classes, names) => {
  expect(await warningsFor(...classes)).toEqual(told(names));
});

test.each([[["yes", "no"]], [["01067", "1067", "x"]], [["a b", "ab", "c"]], [["setosa", "virginica"]]])(
  "%j are different",
  async (classes) => expect(await warningsFor(...classes)).toEqual([]),
);
