import { expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

const body = lines(30, (row) => `${150 + row}.5,${50 + (row % 7)},${(row * 37) % 11}.25,${"ab"[row % 2]}`);
const words = lines(40, (row) =>
  [
    ["red", "blue"],
    ["s", "m", "l"],
    ["ok", "bad"],
    ["a", "b"],
  ]
    .map((of) => of[row % of.length])
    .join(","),
);
const joinedNames = ["Body · height", "Body · weight", "Result · age", "Result · group"];
const own = ["height", "weight", "age", "group"];

test.each<[string, string, string[], number]>([
  ["merged cells", `Body,,Result,\nheight,weight,age,group\n${body}`, joinedNames, 0],
  ["repeated groups", `Body,Body,Result,Result\nheight,weight,age,group\n${body}`, joinedNames, 0],
  ["groups without separators at the end", `Body,,Result\nheight,weight,age,group\n${body}`, joinedNames, 0],
  [
    "an empty line of pandas",
    `Body,Body,Result,Result\nheight,weight,age,group\n,,,\n${body}`,
    joinedNames,
    0,
  ],
  ["units below", `Body,,Result,\nheight,weight,age,group\ncm,kg,years,\n${body}`, joinedNames, 1],
  ["a title above", `Measured in 2024,,,\nBody,,Result,\nheight,weight,age,group\n${body}`, joinedNames, 1],
  [
    "a name over both lines",
    `height,Others,,group\n,weight,age,\n${body}`,
    ["height", "Others · weight", "Others · age", "group"],
    0,
  ],
  ["no group", `,Others,,\nheight,weight,age,\n${body}`, ["height", "weight", "age", ""], 1],
  [
    "three lines",
    `Visit,,,\nBody,,Result,\nheight,weight,age,group\n${body}`.replace("Visit,,,", "Visit,,Later,"),
    ["Visit · Body · height", "Visit · Body · weight", "Later · Result · age", "Later · Result · group"],
    0,
  ],
  ["years", `2019,,2020,\nx,y,x,group\n${body}`, ["2019 · x", "2019 · y", "2020 · x", "2020 · group"], 0],
  [
    "words only",
    `Person,,Answer,\ncolor,size,mood,class\n${words}`,
    ["Person · color", "Person · size", "Answer · mood", "Answer · class"],
    0,
  ],
  ["a title with a date", `Measured,,,2024-03-01\nheight,weight,age,group\n${body}`, own, 1],
  ["rows and columns", `30,4,,\nheight,weight,age,group\n${body}`, own, 1],
])("%s", async (_, text, names, skippedLines) => {
  const table = await readText(text);
  expect(errorsOf(table)).toEqual([]);
  expect(table.columns.map(({ name }) => name)).toEqual(names);
  expect(table).toMatchObject({ header: true, skippedLines, target: 3 });
  const isJoined = names.some((name) => name.includes("·"));
  expect(table.problems.map(({ code }) => code).includes("headsJoined")).toBe(isJoined);
  expect(table.rows).toBe(text.includes("color") ? 40 : 30);
});

test("pandas' name of the index in a line of its own is the first column's", async () => {
  const rows = lines(30, (row) => `r${row},${row}.5,${row % 7},${"ab"[row % 2]}`);
  const table = await readText(`,Body,Body,Result\n,height,weight,group\nperson,,,\n${rows}`);
  expect(errorsOf(table)).toEqual([]);
  expect(table.columns.map(({ name }) => name)).toEqual([
    ...["person", "Body · height", "Body · weight"],
    "Result · group",
  ]);
  expect(table.rows).toBe(30);
});

test("a title as wide as a table of two columns is left out", async () => {
  const table = await readText(`Results,\nheight,group\n${lines(30, (row) => `${row}.5,${"ab"[row % 2]}`)}`);
  expect(table).toMatchObject({ rows: 30, skippedLines: 1, header: true, problems: [] });
});

test.each([
  ["one word among the numbers of the first row", `height,weight,age,group\ntall,51,2.5,b\n${body}`, 31],
  ["a first row of classes", `color,size,mood,class\n${words}`, 40],
  ["a name that is missing", `color,,mood,class\n${words}`, 40],
])("%s is no second line of names", async (_, text, rows) => {
  const table = await readText(text);
  expect(table.rows).toBe(rows);
  expect(table.columns.some(({ name }) => name.includes("·"))).toBe(false);
});
