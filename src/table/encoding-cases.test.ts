import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { lines, readText } from "./testing";

/** A table of few words, as people have them. */
const tableOf = (encoding: string, words: readonly string[]) =>
  iconv.encode(
    `x,y,kind\n${lines(24, (row) => `${row / 4},${(row * 7) % 5},${words[row % words.length]}`)}`,
    encoding,
  );

const isDoubted = (table: Awaited<ReturnType<typeof readText>>) =>
  table.problems.some(({ code }) => code === "doubtfulEncoding");

const cases: readonly (readonly [encoding: string, words: string])[] = [
  ["euc-jp", "東京 大阪 京都"],
  ["euc-jp", "男性 女性"],
  ["euc-jp", "合格 不合格"],
  ["euc-jp", "正常 異常"],
  ["euc-jp", "北海道 青森県 福岡県"],
  ["euc-jp", "はい いいえ 不明"],
  ["euc-jp", "会社員 学生 主婦"],
  ["shift_jis", "東京 大阪 京都"],
  ["shift_jis", "男 女"],
  ["shift_jis", "合格 不合格"],
  ["shift_jis", "ﾔﾏﾀﾞ ｻﾄｳ ﾀｶﾊｼ ｽｽﾞｷ"],
  ["shift_jis", "ネコ イヌ"],
  ["gb18030", "北京 上海 广州"],
  ["gb18030", "男性 女性"],
  ["gb18030", "合格 不合格"],
  ["gb18030", "正常 异常"],
  ["gb18030", "江苏省 浙江省"],
  ["gb18030", "苹果 香蕉 西瓜"],
  ["big5", "台北 高雄 台中"],
  ["big5", "男性 女性"],
  ["big5", "合格 不合格"],
  ["big5", "正常 異常"],
  ["cp949", "서울 부산 대구"],
  ["cp949", "남자 여자"],
  ["cp949", "합격 불합격"],
  ["cp949", "정상 이상"],
  ["cp949", "상 중 하"],
];

describe("a few East Asian words", () => {
  test.each(cases)("%s: %s", async (encoding, words) => {
    const table = await readText(tableOf(encoding, words.split(" ")));
    expect([table.encoding, table.classes.map(({ name }) => name).sort()]).toEqual([
      encoding,
      words.split(" ").sort(),
    ]);
  });

  test.each([
    ["euc-jp", "赤 中", "cp949"],
    ["gb18030", "合格 合格", "cp949"],
    ["euc-jp", "可 良", "euc-jp"],
  ])("%s: %s is doubtful, and the other reading is told", async (encoding, words, read) => {
    const bytes = tableOf(encoding, words.split(" "));
    const table = await readText(bytes);
    const doubt = table.problems.find(({ code }) => code === "doubtfulEncoding");
    expect(doubt?.level).toBe("warning");
    const { encoding: first, other } = doubt!.parameters;
    expect([first, other]).toContain(encoding);
    expect(first).toBe(read);
    const named = await readText(bytes, { encoding: encoding as "euc-jp" });
    expect(named.classes.map(({ name }) => name)).toEqual([...new Set(words.split(" "))].sort());
    expect(isDoubted(named)).toBe(false);
  });

  test("more words leave no doubt", async () => {
    for (const [encoding, words] of [
      ["euc-jp", "東京 大阪 名古屋 札幌 福岡 広島"],
      ["gb18030", "北京 上海 广州 深圳 杭州 成都"],
      ["big5", "台北 高雄 台中 台南 新竹 桃園"],
      ["cp949", "서울 부산 대구 인천 광주 대전"],
      ["shift_jis", "東京 大阪 名古屋 札幌 福岡 広島"],
    ] as const) {
      const table = await readText(tableOf(encoding, words.split(" ")));
      expect([encoding, table.encoding, isDoubted(table)]).toEqual([encoding, encoding, false]);
    }
  });
});
