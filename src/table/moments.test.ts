import { tmpdir } from "node:os";
import fastCheck from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { isMoment } from "./numbers";
import { dateOrderOf, type DateOrder, momentSql } from "./moments";
import { openEngine, sqlText } from "./duckdb";

const engine = await openEngine(tmpdir());
afterAll(() => engine.close());

async function cellsOf(texts: readonly string[]): Promise<void> {
  await engine.run("CREATE OR REPLACE TABLE cells (n BIGINT, c1 VARCHAR)");
  if (texts.length === 0) return;
  await engine.run(
    `INSERT INTO cells VALUES ${texts.map((text, n) => `(${n}, ${sqlText(text)})`).join(", ")}`,
  );
}

/** The days of each text, as one column of cells. */
async function daysOf(texts: readonly string[], order: DateOrder): Promise<(number | null)[]> {
  await cellsOf(texts);
  const rows = await engine.rows(`SELECT ${momentSql("c1", order)} AS days FROM cells ORDER BY n`);
  return rows.map(({ days }) => days as number | null);
}

const two = (number: number): string => String(number).padStart(2, "0");
const monthOf = (date: Date): string => date.toLocaleString("en", { month: "long", timeZone: "UTC" });
/** Ways to write a date and a time; the time is null where there is none. */
const dateForms: readonly [DateOrder, (date: Date) => string][] = [
  ["dayFirst", (date) => `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`],
  ["dayFirst", (date) => `${date.getUTCFullYear()}/${date.getUTCMonth() + 1}/${date.getUTCDate()}`],
  [
    "dayFirst",
    (date) => `${date.getUTCFullYear()}. ${date.getUTCMonth() + 1}. ${date.getUTCDate()}`.replace(/ /g, ""),
  ],
  ["dayFirst", (date) => `${date.getUTCFullYear()}. ${date.getUTCMonth() + 1}. ${date.getUTCDate()}`],
  ["dayFirst", (date) => `${date.getUTCFullYear()}. ${date.getUTCMonth() + 1}. ${date.getUTCDate()}.`],
  ["dayFirst", (date) => `${date.getUTCFullYear()}년 ${date.getUTCMonth() + 1}월 ${date.getUTCDate()}일`],
  ["dayFirst", (date) => `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`],
  ["dayFirst", (date) => `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`],
  ["dayFirst", (date) => `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`],
  ["dayFirst", (date) => `${date.getUTCDate()} ${monthOf(date).slice(0, 3)} ${date.getUTCFullYear()}`],
  [
    "dayFirst",
    (date) => `${two(date.getUTCDate())}-${monthOf(date).slice(0, 3).toUpperCase()}-${date.getUTCFullYear()}`,
  ],
  ["dayFirst", (date) => `${monthOf(date)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`],
  ["monthFirst", (date) => `${date.getUTCMonth() + 1}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`],
];
const timeForms: readonly ((date: Date) => [text: string, minutesEast: number])[] = [
  (date) => [`${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`, 0],
  (date) => [`${date.getUTCHours()}:${two(date.getUTCMinutes())}Z`, 0],
  (date) => [`${date.getUTCHours()}h${two(date.getUTCMinutes())}`, 0],
  (date) => [`${two(date.getUTCHours())}.${two(date.getUTCMinutes())}.00`, 0],
  (date) => [`${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:00.000+09:00`, 540],
  (date) => [`${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:00 -0330`, -210],
  (date) => [
    `${date.getUTCHours() % 12 || 12}:${two(date.getUTCMinutes())} ${date.getUTCHours() < 12 ? "AM" : "pm"}`,
    0,
  ],
  (date) => [
    `${date.getUTCHours() < 12 ? "오전" : "오후"} ${date.getUTCHours() % 12 || 12}:${two(date.getUTCMinutes())}`,
    0,
  ],
  (date) => [
    `${date.getUTCHours() < 12 ? "午前" : "午後"}${date.getUTCHours() % 12 || 12}:${two(date.getUTCMinutes())}:00`,
    0,
  ],
  (date) => [`${date.getUTCHours()}시 ${date.getUTCMinutes()}분`, 0],
  (date) => [`${date.getUTCHours()}時${date.getUTCMinutes()}分0秒`, 0],
];

const minutes = fastCheck
  .integer({ min: Date.UTC(1700, 0) / 60_000, max: Date.UTC(2299, 0) / 60_000 })
  .map((minute) => new Date(minute * 60_000));

describe("days", () => {
  test("are those of JavaScript's calendar, however a date and its time are written", async () => {
    await fastCheck.assert(
      fastCheck.asyncProperty(
        fastCheck.array(
          fastCheck.record({
            date: minutes,
            form: fastCheck.nat(dateForms.length - 1),
            time: fastCheck.option(fastCheck.nat(timeForms.length - 1)),
          }),
          { minLength: 20, maxLength: 40 },
        ),
        async (cases) => {
          for (const order of ["dayFirst", "monthFirst"] as const) {
            const written = cases.flatMap(({ date, form, time }) => {
              const [own, write] = dateForms[form]!;
              if (own !== order) return [];
              const [clock, east] = time === null ? ["", 0] : timeForms[time]!(date);
              const midnight = Math.floor(date.getTime() / 86_400_000);
              const days = time === null ? midnight : date.getTime() / 86_400_000 - east / 1440;
              return [{ text: clock === "" ? write(date) : `${write(date)} ${clock}`, days }];
            });
            expect(written.map(({ text }) => text).filter((text) => !isMoment(text))).toEqual([]);
            const found = await daysOf(
              written.map(({ text }) => text),
              order,
            );
            for (const [index, { text, days }] of written.entries()) {
              expect(found[index], text).toBeCloseTo(days, 7);
            }
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test("of a time alone are a part of one day, and those of what cannot be are none", async () => {
    const times = ["00:00", "6:00", "18:00:00", "12:00 am", "12:30 PM"];
    expect(await daysOf(times, "dayFirst")).toEqual([0, 0.25, 0.75, 0, 12.5 / 24]);
    const wrong = [
      "2021-02-29",
      "31/04/2020",
      "2020-13-01",
      "25:00",
      "10:75",
      "13:00 PM",
      "2020-01-01 25:00",
    ];
    expect(await daysOf(wrong, "dayFirst")).toEqual(wrong.map(() => null));
    expect(await daysOf(["29/02/2020", "2020-02-29T12:00"], "dayFirst")).toEqual([18321, 18321.5]);
  });
});

test.each([
  [["2020-01-02", "2020-05-13"], "dayFirst", true],
  [["13/02/2020", "01/02/2020"], "dayFirst", true],
  [["01/02/2020", "01/13/2020"], "monthFirst", true],
  [["01/02/2020", "03/04/2020"], "monthFirst", false],
  [["01.02.2020", "03.04.2020"], "dayFirst", false],
  [["13/02/2020", "02/13/2020"], "dayFirst", false],
  [["10:00", "11:00"], "dayFirst", true],
] as const)("the order of %j is %s", async (texts, order, isCertain) => {
  await cellsOf(texts);
  expect(await dateOrderOf(engine, "c1")).toMatchObject({ order, isCertain, short: null });
});

test.each([
  [["03/11/99", "28/11/98"], "dayFirst", true],
  [["03/11/26", "28/11/26"], "dayFirst", false],
  [["3/11/26", "3/28/26"], "monthFirst", true],
  [["03/11/26", "04/12/26"], "monthFirst", false],
  [["03.11.26", "4.12.26"], "dayFirst", false],
  [["99-12-31", "98-01-30"], "yearFirst", true],
  [["26.11.03", "26.11.28"], "yearFirst", false],
  [["03.11.26", "04.12.2026"], "dayFirst", false],
  [["18.00.00", "09.30.15"], "clock", true],
  [["10.11.12", "09.10.11"], "dayFirst", false],
] as const)("the order of the short dates %j is %s", async (texts, order, isCertain) => {
  expect(texts.filter((text) => !isMoment(text))).toEqual([]);
  await cellsOf(texts);
  expect(await dateOrderOf(engine, "c1")).toMatchObject({ order, isCertain });
});

test("years of two digits are those of 1969 to 2068, in each order, and points divide times", async () => {
  const dayOf = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
  expect(await daysOf(["03/11/26", "3/11/69", "03-11-68", "3.1.00", "31/04/26"], "dayFirst")).toEqual([
    dayOf(2026, 11, 3),
    dayOf(1969, 11, 3),
    dayOf(2068, 11, 3),
    dayOf(2000, 1, 3),
    null,
  ]);
  expect(await daysOf(["03/11/26", "13/11/26"], "monthFirst")).toEqual([dayOf(2026, 3, 11), null]);
  expect(await daysOf(["26.11.03", "69.11.03 12:00"], "yearFirst")).toEqual([
    dayOf(2026, 11, 3),
    dayOf(1969, 11, 3) + 0.5,
  ]);
  expect(await daysOf(["18.00.00", "06.00.00"], "clock")).toEqual([0.75, 0.25]);
});

test("a month's name tells the month, and years of two digits after it are those of 1969 to 2068", async () => {
  const dayOf = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
  const texts = [
    "03-Nov-26",
    "3 sept. 1999",
    "Dec. 25, 1970",
    "1st January 70",
    "31 Apr 2020",
    "29-FEB-2021",
  ];
  const days = [dayOf(2026, 11, 3), dayOf(1999, 9, 3), dayOf(1970, 12, 25), 0, null, null];
  expect(texts.filter((text) => !isMoment(text))).toEqual([]);
  expect(await daysOf(texts, "monthFirst")).toEqual(days);
});

test("a month is its first day, and a moment may be written without signs", async () => {
  const dayOf = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
  const texts = [
    "1949-01",
    "2026-12",
    "2026년 3월",
    "2026年11月",
    "20261103T120000",
    "20261103T180000Z",
    "18시",
  ];
  expect(texts.filter((text) => !isMoment(text))).toEqual([]);
  const [first, last] = [dayOf(1949, 1, 1), dayOf(2026, 12, 1)];
  const day = dayOf(2026, 11, 3);
  expect(await daysOf(texts, "dayFirst")).toEqual([
    ...[first, last, dayOf(2026, 3, 1), dayOf(2026, 11, 1)],
    ...[day + 0.5, day + 0.75, 0.75],
  ]);
});

test.each([
  "2026-13",
  "0949-01",
  "2026-1",
  "2026.11",
  "오후",
  "오후 5",
  "25시간",
  "20261103T12",
  "May",
  "3 May",
  "May 3",
  "12 Marches 2020",
  "40 Jan 2020",
  "7h",
  "1.2.3",
  "10.20.30.40",
  "0.1.12",
  "1-2-3",
  "12-34-56",
  "3/11/6",
  "24.00.00",
  "18.60.00",
  "5551234",
])("%s is neither a date nor a time", (text) => expect(isMoment(text)).toBe(false));
