import { expect, test } from "vitest";
import { lines, readText } from "./testing";

const codes = async (text: string): Promise<string[]> =>
  (await readText(text)).problems.map(({ code }) => code).filter((code) => code === "rowsInTime");
const day = (at: number): string => `${1 + (at % 28)}.${1 + Math.floor(at / 28)}.2024`;

test.each([
  ["dates", `date,x,y\n${lines(100, (at) => `${day(at)},${(at * 7) % 13}.5,${(at * 3) % 17}.25`)}`],
  [
    "dates with gaps",
    `date,x,y\n${lines(60, (at) => `${at % 9 ? day(at) : ""},${at % 13}.5,${(at * 3) % 17}.25`)}`,
  ],
  [
    "numbers named as times",
    `x,time (s),y\n${lines(1500, (at) => `${at % 13}.5,${at / 4},${(at * 3) % 17}.25`)}`,
  ],
  ["years", `year,x,y\n${lines(90, (at) => `${1990 + Math.floor(at / 10)},${at % 7}.5,${at % 11}.25`)}`],
])("rows in the order of %s are told", async (_, text) => {
  expect(await codes(text)).toEqual(["rowsInTime"]);
});

test.each([
  ["a number of another name", `x,y\n${lines(100, (at) => `${at}.5,${(at * 3) % 17}.25`)}`],
  [
    "one step back",
    `date,x,y\n${lines(100, (at) => `${day(at === 70 ? 3 : at)},${at % 13}.5,${at % 17}.25`)}`,
  ],
  [
    "one step back far below",
    `time,x,y\n${lines(1500, (at) => `${at === 1400 ? 3 : at}.5,${at % 13}.5,${at % 17}.25`)}`,
  ],
  ["few rows", `date,x,y\n${lines(10, (at) => `${day(at)},${at % 13}.5,${at % 3}.25`)}`],
])("%s: nothing is told", async (_, text) => {
  expect(await codes(text)).toEqual([]);
});
