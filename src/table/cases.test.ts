import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";
import type { TableDescription } from "./description";

const kinds = (table: TableDescription) => table.columns.map(({ kind }) => kind);
const roles = (table: TableDescription) => table.columns.map(({ role }) => role);
const names = (table: TableDescription) => table.columns.map(({ name }) => name);
const classes = (table: TableDescription) => table.classes.map(({ name }) => name);
const targetName = (table: TableDescription) =>
  table.target === null ? null : table.columns[table.target]!.name;
const warnings = (table: TableDescription) => table.problems.map(({ code }) => code);

describe("encodings", () => {
  test.each<[string, string, string[], string]>([
    ["cp949", "온도,습도,상태", ["정상", "이상"], "few syllables"],
    ["cp949", "길이,너비,종", ["뷁", "펲"], "syllables that only cp949 has"],
    ["cp949", "온도(℃),면적(㎡),결과", ["합격", "불합격"], "with signs"],
    ["cp949", "각도(°),넓이(㎡),결과", ["상", "하"], "with signs of angles"],
    ["cp949", "면적(m²),부피(m³),판정", ["합격", "불합격"], "with powers"],
    ["cp949", "α값,±오차,등급", ["Ⅰ등급", "②등급"], "with Greek letters and numbers in circles"],
    ["shift_jis", "長さ(㎝),α値,色", ["①赤", "②青"], "with signs"],
    ["gb18030", "面积(㎡),α值,结果", ["①好", "②坏"], "with signs"],
    ["big5", "面積(㎡),角度(°),結果", ["①好", "②壞"], "with signs"],
    ["shift_jis", "長さ,幅,色", ["赤", "青"], ""],
    ["shift_jis", "ﾅｶﾞｻ,はば,サイズ", ["大", "小"], "half-width letters"],
    ["gb18030", "长度,宽度,结果", ["是", "否"], ""],
    ["gb18030", "年龄,身高,性别", ["男", "女"], ""],
    ["gb18030", "a,b,kind", ["北京", "上海"], "two words only"],
    ["cp949", "a,b,kind", ["갑", "을"], "two words only"],
    ["cp949", "a,b,kind", ["강아지", "고양이"], "two words only"],
    ["windows-1250", "a,b,kind", ["średni", "żółty"], "two words only"],
    ["big5", "年齡,身高,性別", ["男", "女"], ""],
    ["windows-1252", "Länge,Breite,Größe", ["groß", "klein"], "German"],
    ["windows-1252", "Stückzahl,Preis (€),Verfügbar", ["Möbel", "Küche"], "German that might be Estonian"],
    ["windows-1257", "Tööaeg,Põld,Käsi", ["külm", "soe"], "Estonian"],
    ["windows-1252", "âge,durée,état", ["fermé", "ouvert"], "French"],
    ["windows-1252", "año,tamaño,país", ["España", "Perú"], "Spanish"],
    ["windows-1250", "wiek,długość,płeć", ["mężczyzna", "kobieta"], "Polish"],
    ["windows-1250", "věk,výška,druh", ["žlutý", "červený"], "Czech"],
    ["windows-1251", "возраст,рост,пол", ["муж", "жен"], "Russian"],
    ["windows-1251", "a,b,c", ["низкий", "средний"], "two words only"],
    ["windows-1251", "имя,вид,цвет", ["синий", "красный"], "Russian"],
    ["windows-1253", "πόλη,χρώμα,είδος", ["κόκκινο", "μπλε"], "Greek"],
    ["windows-1253", "ηλικία,ύψος,φύλο", ["άνδρας", "γυναίκα"], "Greek"],
    ["windows-1254", "yaş,ağırlık,şehir", ["İstanbul", "Ankara"], "Turkish"],
    ["windows-1255", "גיל,משקל,מין", ["זכר", "נקבה"], "Hebrew"],
    ["windows-1256", "العمر,الوزن,الجنس", ["ذكر", "أنثى"], "Arabic"],
    ["windows-1257", "amžius,ūgis,lytis", ["vyrė", "moterų"], "Lithuanian"],
    ["utf-16be", "길이,너비,종", ["장미", "국화"], "with a mark"],
  ])("%s: %s %s %s", async (encoding, header, labels) => {
    const text = `${header}\n${lines(20, (row) => `${row % 7},${row % 6}.5,${labels[row % 2]}`)}`;
    const table = await readText(iconv.encode(text, encoding, { addBOM: encoding === "utf-16be" }));
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ encoding, rows: 20, header: true });
    expect(names(table)).toEqual(header.split(","));
    expect(classes(table).sort()).toEqual([...labels].sort());
  });

  test.each(["price (£)", "£", "area (m²)", "flow (m³/s)", "cm³", "size µm", "°C", "±", "½", "load (kg·m²)"])(
    "a lone sign of Western Europe: %s",
    async (name) => {
      const text = `${name},w,kind\n${lines(20, (row) => `${row % 7},${row % 6}.5,${"ab"[row % 2]}`)}`;
      const table = await readText(iconv.encode(text, "windows-1252"));
      expect([table.encoding, names(table)[0]]).toEqual(["windows-1252", name]);
    },
  );

  test("pounds before each number, and among words", async () => {
    const text = `w,h,kind\n${lines(20, (row) => `£${row % 7},${row % 6}.5,now £${row % 2}`)}`;
    const table = await readText(iconv.encode(text, "windows-1252"));
    expect(table.encoding).toBe("windows-1252");
    expect([kinds(table)[0], classes(table)]).toEqual(["number", ["now £0", "now £1"]]);
  });

  test.each(["utf-16le", "utf-16be"])("%s without a mark", async (encoding) => {
    const text = `길이,너비,종\n${lines(20, (row) => `${row % 7},${row % 6}.5,${["가지", "나무"][row % 2]}`)}`;
    const table = await readText(iconv.encode(text, encoding));
    expect(table).toMatchObject({ encoding, rows: 20 });
    expect(classes(table)).toEqual(["가지", "나무"]);
  });

  test("the only letter beyond ASCII stands in the last of many rows", async () => {
    const text = `a,b,kind\n${lines(200_000, (row) => `${row % 97},${row % 89},${row === 199_999 ? "größer" : "klein"}`)}`;
    const table = await readText(iconv.encode(text, "windows-1252"));
    expect(table).toMatchObject({ encoding: "windows-1252", rows: 200_000 });
    expect(classes(table)).toEqual(["größer", "klein"]);
  });

  test("damaged UTF-8 is told with its line, never read as something else", async () => {
    const good = Buffer.from(`면적,종\n${lines(50, (row) => `${row % 7},${["장미", "국화"][row % 2]}`)}`);
    const broken = Buffer.concat([good, Buffer.from([0x31, 0x2c, 0xe1, 0x80, 0x0a]), good.subarray(12)]);
    expect(errorsOf(await readText(broken))).toEqual([expect.stringContaining("line 52 is damaged")]);
  });
});

describe("small tables in which two delimiters could divide", () => {
  test.each<[string, string, number]>([
    [";", "weight;colour;grade\n1,5;red;a\n2,5;blue;b\n3,5;red;a\n", 3],
    [";", "Gewicht;Preis;Art\n1,5;2,50;rot\n2,5;3,75;blau\n3,5;1,25;rot\n", 3],
    [";", "1,5;red;a\n2,5;blue;b\n3,5;red;a\n4,5;red;b\n", 3],
    [";", "name;size\nBraun, Anna;1,5\nKim, Minsu;2,5\nDe la Cruz, Eva;3,5\n", 2],
    [";", "Größe;Farbe;Art\n1,5 cm;rot;a\n2,5 cm;blau;b\n3,0 cm;rot;a\n", 3],
    [";", "Preis;Farbe;Art\nEUR 1,50;rot;a\nEUR 2,50;blau;b\nEUR 3,75;rot;a\n", 3],
    [";", "Anteil;Farbe\n1,5%;rot\n2,5%;blau\n3,0%;rot\n", 2],
    ["\t", "weight\tcolour\tgrade\n1,5\tred\ta\n2,5\tblue\tb\n3,5\tred\ta\n", 3],
    ["|", "weight|colour|grade\n1,5|red|a\n2,5|blue|b\n3,5|red|a\n", 3],
    [",", "tags,size,kind\na;b,1,x\nc,2,y\na;c;d,3,x\n", 3],
    [",", "tags,size,kind\na;b,1,x\nc;b,2,y\na;c,3,x\n", 3],
    [",", 'name,size,kind\n"Braun, Anna",1,x\n"Kim, Minsu",2,y\n"Cruz, Eva",3,x\n', 3],
    [":", "weight:colour:grade\n1.5:red:a\n2.5:blue:b\n3.5:red:a\n", 3],
    [":", "1,5:red:a\n2,5:blue:b\n3,5:red:a\n4,5:red:b\n", 3],
    [":", "id::rating::film\n1::5::a\n2::3::b\n3::4::a\n", 5],
    [",", "1:0.5,2:0.3\n1:0.25,2:0.75\n1:0.1,2:0.9\n", 2],
    [",", "red: dark,5\nblue: light,6\nred: light,7\n", 2],
    [",", "http://a.org,1,x\nhttp://b.org,2,y\nhttp://c.org,3,x\n", 3],
    [":", "Braun, Anna:1.5:a\nKim:2.5:b\nCruz:3.5:a\nPark:4.5:b\nLee:2.5:a\n", 3],
    ["^", "weight^colour^grade\n1.5^red^a\n2.5^blue^b\n3.5^red^a\n", 3],
    ["~", "weight~colour~grade\n1.5~red~a\n2.5~blue~b\n3.5~red~a\n", 3],
    [",", "time,size,kind\n12:30,1,x\n12:45,2,y\n13:00,3,x\n", 3],
    [",", "12:30,5\n12:45,6\n13:00,7\n13:15,9\n", 2],
    [";", "time;size;kind\n12:30:15;1,5;x\n12:45:20;2,5;y\n13:00:01;3,5;x\n", 3],
    ["\t", "time\tratio\n12:30\t1:2\n12:45\t1:3\n13:00\t2:3\n", 2],
    ["spaces", "2026-11-03 12:30 5.25\n2026-11-03 12:45 6.5\n2026-11-03 13:00 7.75\n", 3],
    [",", "weight,colour|shade,grade\n1.5,red|dark,a\n2.5,blue|light,b\n3.5,red|dark,a\n", 3],
  ])("%j divides %j", async (delimiter, text, columns) => {
    const table = await readText(text);
    expect(table.delimiter).toBe(delimiter);
    expect(table.columns).toHaveLength(columns);
  });
});

test.each([
  "time\n12:30\n12:45\n13:00\n",
  "12:30:00\n12:45:10\n13:00:20\n",
  "2026-11-03 12:30\n2026-11-03 12:45\n",
])("colons of times divide nothing: %j", async (text) => {
  const table = await readText(text);
  expect(table.delimiter).not.toBe(":");
});

describe("notation", () => {
  const rows = (separator: string, end = "\n") =>
    lines(30, (row) => [`${row % 7}.5`, row % 5, ["left", "right"][row % 2]].join(separator), end);

  test.each([
    ["tabs", "w\th\tside\n" + rows("\t"), "\t"],
    ["bars", "w|h|side\n" + rows("|"), "|"],
    ["runs of spaces", "w   h side\n" + rows("   "), "spaces"],
    ["a comma and a space", "w, h, side\n" + rows(", "), ","],
    ["a told delimiter that no one guesses", "sep=^\r\nw^h^side\r\n" + rows("^", "\r\n"), "^"],
    ["three kinds of line ends", "w,h,side\r\n" + rows(",", "\n") + rows(",", "\r"), ","],
  ])("%s", async (_, text, delimiter) => {
    const table = await readText(text);
    expect(table).toMatchObject({ delimiter, header: true, decimal: "." });
    expect(kinds(table)).toEqual(["number", "number", "category"]);
    expect([table.rows % 30, errorsOf(table)]).toEqual([0, []]);
  });

  test.each([
    ["decimal commas in quotes between commas", '"1,5","2,25",a\n"0,5","3,75",b\n', ",", 3],
    ["French blanks between thousands", "1\u00a0250,5;7;a\n980,25;8;b\n", ",", 3],
    ["German points between thousands", "1.250,5;7;a\n980,25;8;b\n", ",", 3],
    ["Swiss apostrophes", "1'250.5;7;a\n980.25;8;b\n", ".", 3],
    ["Indian or American commas in quotes", '"1,250,000",7,a\n"980",8,b\n', ".", 3],
    ["a true minus", "−1.5,7,a\n2.5,8,b\n", ".", 3],
    ["prices and shares", '"$1,250.50",7%,a\n$980.25,8.5%,b\n', ".", 3],
    ["an exponent", "1e-3,+7,a\n-2.5E+2,8,b\n", ".", 3],
  ])("%s", async (_, pair, decimal) => {
    const table = await readText(
      `first column${pair.includes(";") ? ";x;kind" : ",x,kind"}\n${pair.repeat(10)}`,
    );
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ decimal, rows: 20 });
    expect(kinds(table)).toEqual(["number", "number", "category"]);
  });

  test("whole commas may hide what one row alone shows", async () => {
    const table = await readText(
      `x;y;kind\n${lines(400, (row) => `${row % 9};${row === 399 ? "2,5" : row % 4};${"ab"[row % 2]}`)}`,
    );
    expect(table.decimal).toBe(",");
    expect(kinds(table)).toEqual(["number", "number", "category"]);
  });

  test("what may be thousands or a fraction is told", async () => {
    const table = await readText(
      `x;y;kind\n${lines(20, (row) => `${1 + (row % 5)},250;${row % 3};${"ab"[row % 2]}`)}`,
    );
    expect(warnings(table)).toContain("ambiguousNumbers");
  });

  test.each([
    ["a title", "Ship traffic of 2023\n", 1, 0],
    ["a title as a spreadsheet pads it", "Ship traffic,,\n", 1, 0],
    ["titles and an empty line", "Ship traffic\nSource: port, 2023\n\n", 2, 1],
    ["comments", "# made by hand\n# unit, cm\n", 2, 0],
  ])("%s above the header", async (_, above, skippedLines, emptyRows) => {
    const table = await readText(`${above}w,h,side\n${rows(",")}`);
    expect(table).toMatchObject({ skippedLines, emptyRows, rows: 30, header: true });
    expect(names(table)).toEqual(["w", "h", "side"]);
    expect(errorsOf(table)).toEqual([]);
  });

  test.each([
    ["years among names", "country,2000,2001,2002,group", "C,G"],
    ["wavelengths before a label", "900.5,902.5,904.5,906.5,label", ",G"],
    ["wavelengths alone", "400,402,404,406,408", ","],
    ["years backwards", "city,2020,2015,2010,grade", "C,G"],
  ])("a header of evenly spaced numbers: %s", async (_, header, ends) => {
    const width = header.split(",").filter((name) => /^[0-9]/.test(name)).length;
    const body = lines(40, (row) => {
      const cells = Array.from({ length: width }, (_unused, at) => ((row * 7 + at * at * 5) % 23) / 2);
      const [front, back] = ends.split(",");
      return [...(front ? [`C${row}`] : []), ...cells, ...(back ? [["hi", "lo"][row % 2]!] : [])].join(",");
    });
    expect(names(await readText(`${header}\n${body}`))).toEqual(header.split(","));
  });

  test("a first row whose numbers happen to be evenly spaced is a row", async () => {
    const rows = lines(
      40,
      (row) => `${1 + (row % 3)},${2 + ((row * row) % 5)},${3 + (row % 4)},${"ab"[row % 2]}`,
    );
    expect(await readText(rows)).toMatchObject({ header: false, rows: 40 });
  });

  test("a first line of counts names no columns", async () => {
    const table = await readText(
      `30,2,left,right\n${lines(30, (row) => `${row % 7}.5,${row % 5},${row % 2}`)}`,
    );
    expect(table).toMatchObject({ header: false, rows: 30, skippedLines: 1 });
  });

  test.each([
    [",,\n* provisional figures,,\nSource: statistics office,,\n", 40, 2],
    [",,\nSource: statistics office,,\n,,\n* since 2020,,", 40, 2],
    [",,\nTotal,80,60\n,,\nSource: statistics office,,\n", 40, 2],
    // Rows as the others: no empty row above, others below, or numbers.
    ["south,,\n", 41, 0],
    [",,\nsouth,,\nnorth,1,2\n", 42, 0],
    [",,\n7,,\n", 41, 0],
    [`,,\n${"south,,\n".repeat(30)}`, 70, 0],
  ])(
    "footnotes that a spreadsheet has filled up with delimiters are no rows: %j",
    async (below, rows, skippedLines) => {
      const body = lines(40, (row) => `${["north", "south"][row % 2]},${row % 7},${row / 2}`);
      const table = await readText(`region,sales,growth\n${body}${below}`);
      expect(table).toMatchObject({ rows, skippedLines });
    },
  );

  test("footnotes below the table are no rows", async () => {
    const table = await readText(`w,h,side\n${rows(",")}\nSource: the port\n`);
    expect(table).toMatchObject({ rows: 30, skippedLines: 1, emptyRows: 1 });
    expect(errorsOf(table)).toEqual([]);
  });

  test("NumPy's header is a comment", async () => {
    const table = await readText(
      `# w, h, side\n${lines(30, (row) => `${row % 7}.5, ${row % 5}, ${row % 2}`)}`,
    );
    expect(names(table)).toEqual(["w", "h", "side"]);
    expect(table).toMatchObject({ rows: 30, skippedLines: 0 });
  });

  test("R's row names have no name of their own", async () => {
    const table = await readText(
      `"w" "h" "side"\n${lines(30, (row) => `"${row + 1}" ${row % 7}.5 ${row % 5} "${"lr"[row % 2]}"`)}`,
    );
    expect(names(table)).toEqual(["", "w", "h", "side"]);
    expect(roles(table)).toEqual(["left out", "feature", "feature", "target"]);
  });

  test("separators at the ends of rows only, or of the header only", async () => {
    for (const [header, end] of [
      ["w,h,side", ","],
      ["w,h,side,", ""],
    ] as const) {
      const table = await readText(
        `${header}\n${lines(30, (row) => `${row % 7},${row % 5},${"lr"[row % 2]}${end}`)}`,
      );
      expect(errorsOf(table)).toEqual([]);
      expect([targetName(table), table.features, table.rows]).toEqual(["side", 2, 30]);
    }
  });

  test("quotes: doubled, of several lines, out of place, single, with backslashes", async () => {
    const quoted = async (cell: string) =>
      classes(
        await readText(`x,y,kind\n${lines(20, (row) => `${row % 7},${row % 3},${row % 2 ? "b" : cell}`)}`),
      );
    expect(await quoted('"a ""b"", c"')).toEqual(['a "b", c', "b"]);
    expect(await quoted('"a\nb"')).toEqual(["a\nb", "b"]);
    expect(await quoted('5" pipe')).toEqual(['5" pipe', "b"]);
    expect(await quoted('"big" one')).toEqual(['"big" one', "b"]);
    expect(await quoted('"a \\"b\\" c"')).toEqual(['a "b" c', "b"]);
    expect(await quoted("'a, b'")).toEqual(["a, b", "b"]);
  });
});

describe("what a person says of the notation wins over what is found", () => {
  const numbers = lines(40, (row) => `${row % 7};${row % 5};${"ab"[row % 2]}`);

  test("a header that looks like a row, and a row that looks like a header", async () => {
    const years = `2019;2020;2021\n${lines(40, (row) => `${2000 + (row % 7)};${row % 5};${row % 2}`)}`;
    expect(await readText(years)).toMatchObject({ header: false, rows: 41 });
    const named = await readText(years, { header: true });
    expect(named).toMatchObject({ header: true, rows: 40 });
    expect(named.columns.map(({ name }) => name)).toEqual(["2019", "2020", "2021"]);
    const words = `red;big;a\n${lines(40, (row) => `${["red", "blue"][row % 2]};${["big", "small"][row % 2]};b`)}`;
    expect(await readText(words, { header: false })).toMatchObject({ header: false, rows: 41 });
    expect(await readText(`x;y;kind\n${numbers}`, { header: false })).toMatchObject({
      header: false,
      rows: 41,
    });
  });

  test("the delimiter", async () => {
    const text = lines(40, (row) => `${row % 7}~1;${row % 5}~${"ab"[row % 2]}`);
    expect((await readText(text)).delimiter).toBe(";");
    const table = await readText(text, { delimiter: "~" });
    expect(table).toMatchObject({ delimiter: "~", rows: 40 });
    expect(table.columns).toHaveLength(3);
  });

  test("the decimal mark, without a doubt left", async () => {
    const text = `x\ty\tkind\n${lines(40, (row) => `${(row % 8) + 1},250\t${row % 5}\t${"ab"[row % 2]}`)}`;
    const most = async (decimal?: "." | ",") => {
      const table = await readText(text, decimal ? { decimal } : {});
      return [table.columns[0]!.reason.parameters["most"], table.problems.map(({ code }) => code)];
    };
    expect(await most()).toEqual([8.25, ["ambiguousNumbers"]]);
    expect(await most(",")).toEqual([8.25, []]);
    expect(await most(".")).toEqual([8250, []]);
  });

  test("the encoding; one in which it is no text is refused by name", async () => {
    const text = Buffer.from(
      `x;y;kind\n${lines(40, (row) => `${row % 7};${row % 5};${row % 2 ? "\u00e9" : "\u00fc"}`)}`,
      "latin1",
    );
    expect(classes(await readText(text, { encoding: "windows-1251" }))).toEqual(["\u0439", "\u044c"]);
    expect(errorsOf(await readText(text, { encoding: "utf-8" }))).toEqual([
      "table.csv is no text in utf-8. Name another encoding, or let the lab find it.",
    ]);
  });
});

describe("columns and target", () => {
  test.each([
    ["from 0", 0],
    ["from 1", 1],
  ])("a column without a name that counts %s is left out", async (_, first) => {
    const table = await readText(
      `,w,h,side\n${lines(30, (row) => `${row + first},${row % 7},${row % 5},${"lr"[row % 2]}`)}`,
    );
    expect(table.columns[0]).toMatchObject({ role: "left out", reason: { code: "countsRows" } });
  });

  test("shuffled row numbers and ids are left out, prices are not", async () => {
    const table = await readText(
      `id,price,code,kind\n${lines(40, (row) => `${(row * 7) % 40},${1000 + ((row * 9) % 40)},K${row},${"ab"[row % 2]}`)}`,
    );
    expect(roles(table)).toEqual(["left out", "feature", "left out", "target"]);
  });

  test("the target is the only column of words, wherever it stands at an end", async () => {
    const table = await readText(
      `genre,w,h\n${lines(40, (row) => `${["rock", "jazz"][row % 2]},${row % 9}.5,${row % 8}.25`)}`,
    );
    expect([targetName(table), table.task]).toEqual(["genre", "classification"]);
  });

  test("the target is the only column of few whole numbers, at an end", async () => {
    for (const header of ["", "cultivar,w,h\n"]) {
      const table = await readText(
        header + lines(90, (row) => `${1 + (row % 3)},${row % 9}.5,${(row * 7) % 80}.25`),
      );
      expect(table).toMatchObject({ target: 0, task: "classification", features: 2 });
    }
  });

  test("without a header, ids in front are left out, and the words after them are the target", async () => {
    const table = await readText(
      lines(60, (row) => `${84_000 + ((row * 7919) % 5000)},${"MB"[row % 2]},${row % 9}.5,${row % 7}.25`),
    );
    expect(table).toMatchObject({ target: 1, task: "classification", features: 2 });
    expect(table.columns[0]!.reason.code).toBe("allDiffer");
  });

  test("one column that can be predicted is the target, though nothing predicts it yet", async () => {
    const text = await readText(`v1,v2\n${lines(40, (row) => `${["ham", "spam"][row % 2]},text ${row}`)}`);
    expect([targetName(text), text.problems.map(({ code }) => code)]).toEqual(["v1", ["noFeatures"]]);
    const days = lines(28, (row) => `2024-01-${String(row + 1).padStart(2, "0")},${row * 3}.5`);
    const series = await readText(`day,price\n${days}`);
    expect([targetName(series), series.problems.map(({ code }) => code)]).toEqual([
      "price",
      ["rowsInTime", "noFeatures"],
    ]);
  });

  test("pictures: the label first, last, with or without a name", async () => {
    const pixels = (row: number) =>
      Array.from({ length: 64 }, (_, at) => (at < 3 || at > 60 ? 0 : (row * 31 + at * 17) % 256));
    const header = Array.from({ length: 64 }, (_, at) => `p${at}`);
    for (const isFirst of [true, false]) {
      const put = (label: string | number, rest: readonly (string | number)[]) =>
        (isFirst ? [label, ...rest] : [...rest, label]).join(",");
      const rows = lines(60, (row) => put(row % 4, pixels(row)));
      const target = isFirst ? 0 : 64;
      expect(await readText(`${put("digit", header)}\n${rows}`)).toMatchObject({ target, features: 64 });
      expect(await readText(rows)).toMatchObject({ target, header: false, features: 64 });
    }
  });

  test("numbers with fractions or many values are proposed as regression, grades as either", async () => {
    const task = async (value: (row: number) => string | number) =>
      await readText(`w,h,result\n${lines(90, (row) => `${row % 7}.5,${row % 5},${value(row)}`)}`);
    expect((await task((row) => `${row % 40}.25`)).task).toBe("regression");
    expect((await task((row) => 100 + ((row * 7) % 60))).task).toBe("regression");
    const grades = await task((row) => 1 + (row % 6));
    expect(grades.task).toBe("classification");
    expect(grades.columns[2]!.reason.code).toBe("targetEither");
  });

  test("classes keep what looks like a gap, a number or a sign", async () => {
    for (const labels of [
      ["NA", "yes"],
      ["-", "+"],
      ["?", "!"],
      ["007", "7", "7.0"],
      ["null", "0"],
    ]) {
      const table = await readText(
        `w,h,kind\n${lines(60, (row) => `${row % 7}.5,${row % 5},${labels[row % labels.length]}`)}`,
      );
      expect(classes(table).sort()).toEqual([...labels].sort());
    }
  });

  test("a named target wins, by name and by number", async () => {
    const text = `w,h,kind\n${lines(60, (row) => `${row % 7}.5,${row % 5},${"ab"[row % 2]}`)}`;
    expect(await readText(text, { target: "w" })).toMatchObject({
      target: 0,
      task: "regression",
      features: 2,
    });
    expect(await readText(text, { target: "2" })).toMatchObject({ target: 1, task: "classification" });
    expect(errorsOf(await readText(text, { target: "d" }))).toEqual([
      "There is no column d. The columns are w, h, kind.",
    ]);
  });

  test("dates, yes and no, categories, gaps, empty and constant columns", async () => {
    const table = await readText(
      `when,smokes,city,age,nothing,same,kind\n${lines(40, (row) => `2024-01-${10 + (row % 20)},${["yes", "no"][row % 2]},${["Ulm", "Bonn", "NA"][row % 3]},${row % 5 ? row : "NA"},,1,${"ab"[row % 2]}`)}`,
    );
    expect(kinds(table)).toEqual(["date", "boolean", "category", "number", "text", "number", "category"]);
    expect(roles(table)).toEqual([
      "left out",
      "feature",
      "feature",
      "feature",
      "left out",
      "left out",
      "target",
    ]);
    expect(table).toMatchObject({ emptyColumns: 1, features: 3, gaps: { cells: 13 + 8 } });
  });

  test("of many rows too, each kind is what it is of few", async () => {
    const table = await readText(
      `n,x,year,code,price,word,kind\n${lines(60_000, (row) => `${row + 1},${((row * 37) % 50_021) / 100},${1990 + (row % 30)},0${row % 7919},${row % 9000}.250,${row === 59_999 ? "tall" : row},${"ab"[row % 2]}`)}`,
    );
    expect(kinds(table)).toEqual(["number", "number", "number", "text", "number", "number", "category"]);
    expect(roles(table)).toEqual([
      "left out",
      "feature",
      "feature",
      "left out",
      "feature",
      "feature",
      "target",
    ]);
    expect(table.columns[1]!.reason).toEqual({ code: "isNumbers", parameters: { least: 0, most: 500.2 } });
    expect(errorsOf(table)).toEqual([
      expect.stringContaining("Words in columns of numbers: 1 (such as tall; columns: word)"),
    ]);
  });

  test("duplicates are rows with the same features", async () => {
    const table = await readText(
      `w,h,kind\n${lines(40, (row) => `${row % 10}.5,${row % 10},${"ab"[row % 2]}`)}`,
    );
    expect(table.duplicates).toBe(30);
  });
});

describe("what is wrong is told by kind, all at once", () => {
  test("rows of other lengths, with their lines", async () => {
    const table = await readText(
      `w,h,kind\n1,2,a\n1,2\n${lines(20, (row) => `${row % 7},${row % 5},${"ab"[row % 2]}`)}1,2,a,4\n`,
    );
    expect(errorsOf(table)).toEqual([
      expect.stringContaining("not have 3 cells as the others: 2 (lines: 3, 24)"),
    ]);
  });

  test("words among numbers", async () => {
    const table = await readText(
      `w,h,kind\n${lines(200, (row) => `${row === 7 ? "about 3" : row},${row === 9 ? "tall" : row * 1.5},${"ab"[row % 2]}`)}`,
    );
    expect(errorsOf(table)).toEqual([
      expect.stringContaining("Words in columns of numbers: 2 (such as about 3, tall; columns: w, h)"),
    ]);
  });

  test("a quote that closes rows later", async () => {
    const table = await readText(
      `w,note,kind\n1,"open,a\n${lines(20, (row) => `${row % 7},none,${"ab"[row % 2]}`)}2,close",a\n`,
    );
    expect(errorsOf(table)[0]).toContain("hold what looks like rows: 1 (lines: 2)");
  });

  test.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "is empty"],
    [
      "a workbook",
      Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.from("....xl/workbook.xml")]),
      "damaged",
    ],
    ["an old workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), "old Excel workbook"],
    ["Parquet", "PAR1....", "damaged"],
    ["a lone array", Buffer.from("\x93NUMPY\x01\0", "latin1"), "numpy.savez"],
    ["a web page", "<!DOCTYPE html><html></html>", "web page"],
    ["ARFF without attributes", "% iris\n@RELATION iris\n@DATA\n", "lacks its attributes"],
    [
      "sparse ARFF",
      "@relation a\n@attribute x numeric\n@attribute y {a,b}\n@data\n{0 1, 1 b}\n",
      "SparseToNonSparse",
    ],
    [
      "tables in ARFF",
      "@relation a\n@attribute x relational\n@attribute y {a,b}\n@data\n",
      "a table inside a cell",
    ],
    ["one list of numbers in JSON", "[1, 2, 3]\n", "no list of records"],
    ["a JSON document", '{"name": "x", "layers": [1, 2]}', "no list of records"],
    ["columns in JSON that differ in length", '{"x": [1, 2], "y": ["a"]}', "no list of records"],
    ["broken JSON lines", '{"x": 1}\n{"x": 2\n{"x": 3}\n', "line 2 is no record"],
    ["JSON lines that end early", '{"x": 1}\n{"x": "2', "line 2 is no record"],
    ["JSON lines with words between", '{"x": 1}\n{"x": 2} and\n{"x": 3}\n', "line 2 is no record"],
    ["a list that does not end", '[{"x": 1},\n{"x": 2}\n', "is no record"],
    ["pixels", Uint8Array.from({ length: 400 }, (_, at) => (at * 37) % 256), "no text"],
    ["a header only", "w,h,kind\n", "no rows"],
    ["a list", "w\n1\n2\n3\n", "only one column"],
    [
      "one class that is a number",
      `w,h,result\n${lines(20, (row) => `${row % 7}.5,${row % 5}.25,1`)}`,
      "one class only (1)",
    ],
    ["one class", `w,h,kind\n${lines(20, (row) => `${row % 7},${row % 5},a`)}`, "one class only (a)"],
  ])("%s", async (_, content, sentence) => {
    expect(errorsOf(await readText(content))).toEqual([expect.stringContaining(sentence)]);
  });
});

test("a table of thousands of columns, as of genes, is read whole", async () => {
  const header = Array.from({ length: 3000 }, (_, at) => `gene${at}`).join(",");
  const gene = (row: number, at: number) => ((row * 31 + at * 17) % 997) / 100;
  const cells = lines(
    40,
    (row) => `${Array.from({ length: 3000 }, (_, at) => gene(row % 39, at)).join(",")},${"ab"[row % 2]}`,
  );
  const table = await readText(`${header},type\n${cells}`);
  expect(errorsOf(table)).toEqual([]);
  expect(table).toMatchObject({ rows: 40, target: 3000, features: 3000, duplicates: 1 });
});

describe("dates of eight digits and versions", () => {
  const text = (name: string, values: readonly (string | number)[]) =>
    [`${name},x,y`, ...values.map((value, row) => `${value},${row % 5}.5,${["a", "b"][row % 2]}`)].join("\n");
  const dayOf = (row: number) =>
    new Date(Date.UTC(2019, 0, 1 + 17 * row)).toISOString().slice(0, 10).replaceAll("-", "");
  const many = Array.from({ length: 40 }, (_, row) => row);

  test("a column of days is proposed as dates, and can be a number or a category", async () => {
    const table = await readText(text("day", many.map(dayOf)));
    expect(table.columns[0]).toMatchObject({ kind: "date", role: "left out", reason: { code: "isDates" } });
    expect(table.columns[0]!.kinds).toEqual(expect.arrayContaining(["number", "date", "category"]));
  });

  test("gaps do not matter", async () => {
    const table = await readText(text("day", ["", ...many.map(dayOf)]));
    expect(table.columns[0]).toMatchObject({ kind: "date", gaps: 1 });
  });

  test.each<[string, (row: number) => number | string]>([
    ["one day of them is not in the calendar", (row) => (row === 7 ? 20190231 : dayOf(row))],
    ["a month of them is 13", (row) => (row === 7 ? 20191301 : dayOf(row))],
    ["they count the rows", (row) => 20190101 + row],
    ["they are one number after the other in another order", (row) => 20190101 + ((row * 7) % 31)],
    ["they are of another millennium", (row) => Number(dayOf(row)) - 10_000_000],
    ["they have fractions", (row) => `${dayOf(row)}.5`],
  ])("numbers stay numbers: %s", async (_, valueOf) => {
    const table = await readText(text("amount", many.map(valueOf)));
    expect(table.columns[0]!.kind).toBe("number");
  });

  test("what a person says of the column holds", async () => {
    const columns = [
      { name: "day", kind: "number", role: "feature" },
      { name: "x", kind: "number", role: "feature" },
      { name: "y", kind: "category", role: "target" },
    ] as const;
    const table = await readText(text("day", many.map(dayOf)), { columns });
    expect(table.columns[0]).toMatchObject({ kind: "number", role: "feature" });
  });

  test.each([[["1.2.10", "1.2.11", "1.3.12"]], [["3.10.12", "3.9.20", "2.7.18"]], [["10.2.3", "12.1.4"]]])(
    "%j are versions",
    async (versions) => {
      const table = await readText(
        text(
          "release",
          many.map((row) => versions[row % versions.length]!),
        ),
      );
      expect(table.columns[0]).toMatchObject({ kind: "category", role: "feature" });
    },
  );
});
