import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartSvg } from "./chart";
import type { Chart, ChartLine } from "./chart-model";
import { isChart } from "./chart-check";
import { chartThemes } from "./chart-theme";
import { neutral } from "./palette";
import { thinned } from "./thinned";

const line: ChartLine = {
  name: "p = 0.3",
  colour: neutral,
  points: [
    { x: 1, y: 0.8 },
    { x: 2, y: 0.6 },
    { x: 3, y: 0.4 },
  ],
};
const chartOf = (lines: readonly ChartLine[], changes: Partial<Chart> = {}): Chart => ({
  title: "Validation loss",
  x: { title: "epoch", whole: true, range: [1, 3] },
  y: { title: "loss", range: [0, 1] },
  lines,
  ...changes,
});
const draw = (lines: readonly ChartLine[], changes: Partial<Chart> = {}) =>
  chartSvg(chartOf(lines, changes), chartThemes.light);
/** The coordinates of the unfilled paths: the curves. */
const curves = (svg: string) =>
  [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map(([, path]) =>
    path!.match(/-?[\d.]+/g)!.map(Number),
  );
const bytes = (text: string) => new TextEncoder().encode(text);

describe("a chart", () => {
  test("puts values where the axes say", () => {
    const [width, height] = [680, 300];
    expect(curves(draw([line]))).toEqual([[0, 0.2 * height, width / 2, 0.4 * height, width, 0.6 * height]]);
    const logarithmic = { title: "loss", logarithmic: true, range: [0.1, 10] } as const;
    const [decades] = curves(
      draw([{ ...line, points: [0.1, 1, 10].map((y, index) => ({ x: index + 1, y })) }], { y: logarithmic }),
    );
    expect(decades).toEqual([0, height, width / 2, height / 2, width, 0]);
  });

  test("draws a band, intervals, dots and gaps", () => {
    const span = line.points.map(({ x, y }) => ({ x, low: y - 0.1, high: y + 0.1 }));
    const svg = draw([{ ...line, band: span, bars: span, dots: true }]);
    expect(svg).toContain('fill-opacity="0.15"');
    // One of them is in the legend.
    expect(svg.match(/<circle /g)).toHaveLength(1 + 3);
    expect(curves(svg)).toHaveLength(1 + 3);
    const gap = draw([
      { ...line, points: [...line.points, { x: 4, y: NaN }, { x: 5, y: 1 }, { x: 6, y: 1 }] },
    ]);
    expect(/<path d="([^"]*)" fill="none"/.exec(gap)![1]!.match(/M/g)).toHaveLength(2);
    expect(gap).not.toContain("NaN");
  });

  test("points that are not joined, rings, single results beside them, a colour of one's own", () => {
    const svg = draw([
      {
        ...line,
        joined: false,
        dots: true,
        hollow: true,
        shift: 3,
        singles: [{ x: 2, y: 0.5 }],
        colour: "#123456",
      },
    ]);
    expect(curves(svg)).toEqual([]);
    expect(svg.match(/<circle [^>]*r="3.5" fill="#ffffff" stroke="#123456"/g)).toHaveLength(1 + 3);
    expect(svg).toContain('<circle cx="351" cy="150" r="2.2" fill="#123456"');
  });

  test("names places in words, slanted where they have no room beside each other", () => {
    const named = (names: string[]) =>
      draw([line], {
        x: { title: "variant", range: [0, 4], ticks: names.map((name, at) => ({ at, name })) },
      });
    expect(named(["one", "two", "three"])).not.toContain("rotate(-50)");
    expect(named(["one", "two", "three"])).toMatch(/>three<.*>variant</s);
    const long = named(["p = 0.1, 300 rows, width × 0.5", "p = 0.2, 300 rows, width × 0.5"]);
    expect(long.match(/rotate\(-50\)/g)).toHaveLength(2);
  });

  test("breaks a long note into lines", () => {
    const heightOf = (svg: string) => Number(/ height="([\d.]+)"/.exec(svg)![1]);
    const long = draw([line], { note: "Smoothed by what is written here at length. ".repeat(6) });
    expect(heightOf(long)).toBeGreaterThan(heightOf(draw([line], { note: "Smoothed." })));
  });

  test("names its lines, but not single seeds, and tells its axes", () => {
    const seed = { colour: neutral, faint: true, points: line.points };
    const svg = draw([seed, line], { note: "Smoothed." });
    for (const text of ["Validation loss", "epoch", "loss", "Smoothed."])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg.match(/>p = 0\.3<\/text>/g)).toHaveLength(1);
    // Whole epochs only.
    expect([...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text)).toEqual([
      "1",
      "2",
      "3",
      "epoch",
      "loss",
    ]);
  });

  test("is there with nothing to draw, and with one value only", () => {
    for (const points of [[], [{ x: 1, y: 0.5 }], [{ x: 1, y: NaN }]]) {
      for (const logarithmic of [false, true]) {
        const svg = draw([{ ...line, points }], { y: { title: "loss", logarithmic } });
        expect(svg).not.toMatch(/NaN|Infinity/);
      }
    }
  });

  test("whatever its texts hold, it is shapes and texts, in both themes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (name, title) => {
        for (const theme of [chartThemes.light, chartThemes.dark]) {
          const svg = chartSvg(chartOf([{ ...line, name }], { title, note: name }), theme);
          expect(isChart("svg", bytes(svg))).toBe(true);
        }
      }),
    );
  });
});

describe("what is no chart of ours", () => {
  const svg = draw([{ ...line, name: '<script>alert(1)</script>" onload="x' }]);
  test.each([
    ["a script", svg.replace("</svg>", "<script>alert(1)</script></svg>")],
    ["a handler", svg.replace("<svg ", '<svg onload="alert(1)" ')],
    ["a link", svg.replace("</svg>", '<a href="https://example.org"></a></svg>')],
    ["an image", svg.replace("</svg>", '<image href="https://example.org/a.png"/></svg>')],
    ["an SVG in an image", svg.replace("</svg>", '<image href="data:image/svg+xml;base64,PHN2Zz4="/></svg>')],
    [
      "an image with a handler",
      svg.replace("</svg>", '<image href="data:image/png;base64,AA==" onload="x"/></svg>'),
    ],
    ["a style", svg.replace("</svg>", "<style>@import 'https://example.org'</style></svg>")],
    ["a style of an element", svg.replace("<rect ", '<rect style="fill:red" ')],
    ["something to load", svg.replace('fill="none"', 'fill="url(https://example.org#a)"')],
    ["a document type", `<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`],
    ["an entity before its end", svg.replace("</svg>", "<!ENTITY a></svg>")],
    ["a tag that does not end", svg.replace("</svg>", "<rect</svg>")],
    ["a web page", "<html></html>"],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(isChart("svg", bytes(svg))).toBe(true);
    expect(isChart("svg", bytes(text))).toBe(false);
  });

  test("a PNG begins as one", () => {
    expect(isChart("png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1))).toBe(true);
    expect(isChart("png", bytes(svg))).toBe(false);
    expect(isChart("png", new Uint8Array())).toBe(false);
  });

  test("pixels may lie in an SVG, and a table is text", () => {
    const image = '<image href="data:image/png;base64,iVBORw0KGgo=" x="1" width="2" height="2"/>';
    expect(isChart("svg", bytes(svg.replace("</svg>", `${image}</svg>`)))).toBe(true);
    expect(isChart("csv", bytes("epoch,손실\n1,0.5\n"))).toBe(true);
    expect(isChart("csv", Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x00))).toBe(false);
  });
});

describe("thinning", () => {
  test("keeps what is seen: first, lowest, highest and last of each column of pixels", () => {
    const points = Array.from({ length: 5000 }, (_, index): [number, number] => [
      index / 500,
      (index * 7919) % 1000,
    ]);
    const kept = thinned(points);
    expect(kept.length).toBeLessThanOrEqual(4 * 10);
    for (let column = 0; column < 10; column += 1) {
      const inside = (list: readonly [number, number][]) =>
        list.filter(([x]) => Math.floor(x) === column).map(([, y]) => y);
      const [all, left] = [inside(points), inside(kept)];
      expect([left[0], left.at(-1)]).toEqual([all[0], all.at(-1)]);
      expect([Math.min(...left), Math.max(...left)]).toEqual([Math.min(...all), Math.max(...all)]);
    }
  });

  test("leaves few points as they are, and gaps where they are", () => {
    const points: [number, number][] = [
      [0, 1],
      [0.2, NaN],
      [0.4, 2],
      [1, 3],
    ];
    expect(thinned(points)).toEqual(points);
  });
});
