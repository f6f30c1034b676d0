import { describe, expect, test } from "vitest";
import { languages } from "../messages/language";
import { htmlOf } from "./html";
import { runsDocumentOf, runsDocumentSchema } from "./runs-document";
import { detailOf } from "./testing";

const now = new Date("2026-11-23T12:00:00Z");
const rates = [0, 0.1, 0.5].map((rate) => ({ name: `p = ${rate}`, rate }));

describe("the report", () => {
  test.each(languages)("in %s has charts, sentences, tables, settings and environment", (language) => {
    const html = htmlOf([detailOf({ variants: rates, evaluation: { forgottenPasses: 3 } })], language, now);
    expect(html).toContain(`<html lang="${language}">`);
    // Loss, accuracy, gap, and both against the rate.
    expect(html.match(/<svg xmlns/g)).toHaveLength(5);
    expect(html).toMatch(/<ul class="findings"><li>/);
    expect(html.match(/<caption>/g)).toHaveLength(3);
    expect(html).toContain("<th>p = 0.5 − p = 0</th>");
    expect(html).toContain("<th>training.batchSize</th><td>32</td>");
    expect(html).toContain("<th>tensorflow</th><td>2.21.0</td>");
    expect(html).toContain("&quot;seeds&quot;: [");
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });

  test.each(["en", "ko"] as const)(
    "in %s every minus before a number is U+2212, in tables, sentences and charts",
    (language) => {
      const detail = detailOf({ variants: rates, training: { epochs: 3, l2: 1e-7 } });
      for (const run of detail.runs) for (const record of run.records) record.validation.eval.loss -= 2;
      const [page] = htmlOf([detail], language, now).split("<details>");
      const shown = page!.replace(/<style[^]*?<\/style>/g, "").replace(/<[^>]*>/g, " ");
      expect(shown).toMatch(/−\d/);
      expect(shown).toContain("1e−7");
      expect(shown.match(/(?<![\w.]|\de)-\d\S*|\de-\d+/g)).toBeNull();
    },
  );

  test.each(languages)(
    "in %s holds the pictures that were added, each with its numbers below it",
    (language) => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="1" height="1"/></svg>';
      const rows = [["node", "value"], ...Array.from({ length: 600 }, (_, index) => [index + 1, -1 / 3])];
      const pictures = [
        { title: "The <network>", note: "seed 1", svg, rows },
        { title: "Masks", note: "", svg, rows: [] },
      ];
      const html = htmlOf([{ ...detailOf({}), pictures }], language, now);
      const [, network, masks] = html.split('<figure class="picture">');
      expect(network).toMatch(/^<svg role="img" aria-label="The &lt;network&gt;\. seed 1" xmlns/);
      expect(network!.match(/<tr><th>\d+<\/th><td class="number">−0\.333333<\/td><\/tr>/g)).toHaveLength(500);
      expect(network).toMatch(/500.*600|600.*500/);
      expect(masks!.slice(0, masks!.indexOf("</figure>"))).not.toContain("<details>");
    },
  );

  test("where dropout and batch norm are forgotten each by itself, each has its columns", () => {
    const detail = detailOf({});
    for (const { records } of detail.runs)
      for (const { validation } of records) {
        const [dropoutForgotten, batchNormForgotten] = [1.5, 1.25].map((loss) => ({ loss, accuracy: 0.5 }));
        Object.assign(validation, { dropoutForgotten, batchNormForgotten });
      }
    const html = htmlOf([detail], "en", now);
    expect(html).toContain("only dropout forgotten: loss");
    expect(html).toContain(">1.500 ± 0.000<");
    expect(htmlOf([detailOf({})], "en", now)).not.toContain("only dropout");
  });

  test("what was measured when runs were done has a table, and each variant its confusion matrix", () => {
    const detail = detailOf({});
    const measures = {
      rows: 4,
      loss: 1,
      accuracy: 0.75,
      balancedAccuracy: 0.7,
      macroF1: 0.6,
      majorityAccuracy: 0.5,
    };
    const confusion = [
      [1, 1],
      [0, 2],
    ];
    const end = { epoch: 1, classes: ["<cat>", "dog"], validation: { ...measures, confusion } };
    const page = htmlOf(
      [{ ...detail, runs: detail.runs.map((run) => ({ ...run, end })) }],
      "en",
      new Date(0),
    );
    expect(page).toContain("Measured once, when a run was done");
    expect(page).toMatch(/balanced accuracy.*macro F1.*majority’s share/);
    expect(page).toContain("&lt;cat&gt;");
    expect(htmlOf([detail], "en", new Date(0))).not.toContain("Measured once");
  });

  test("names in Korean what the lab has named, but for the document, which is the same in every language", () => {
    const html = htmlOf([detailOf({ name: "textbook" })], "ko", now);
    expect(html).toContain("<h2>교과서</h2>");
    expect(html).toMatch(/<th>드랍아웃 없음<\/th>/);
    const [page, document] = html.split("<details>");
    expect(document).toContain("&quot;name&quot;: &quot;textbook&quot;");
    expect(page!.split("<h3>모든 설정</h3>")[0]).not.toMatch(/no dropout|textbook/);
  });

  test("loads nothing and runs nothing, and takes names for text", () => {
    const name = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&`;
    const variants = rates.map((variant) => ({ ...variant, name: `${variant.name} ${name}` }));
    const html = htmlOf([detailOf({ name, variants }), detailOf({ name: "second" })], "en", now);
    expect(html).not.toMatch(/<script|<img|<link|<iframe|javascript:|src=(?!x )/i);
    expect(html).toContain("default-src 'none'");
    expect(
      [...html.matchAll(/https?:[^"<]*/g)].map(String).filter((url) => url !== "http://www.w3.org/2000/svg"),
    ).toEqual([]);
    // Every quote in a name is an entity, so no attribute ends early.
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/g))
      expect(tag).toMatch(/^<[a-z0-9]+(\s[a-zA-Z0-9-]+(="[^"]*")?)*\s*\/?>$/);
  });

  test("of several experiments it shows first where their settings differ", () => {
    const html = htmlOf(
      [detailOf(), detailOf({ name: "wide", training: { epochs: 3, batchSize: 64 } })],
      "en",
      now,
    );
    expect(html).toContain("<tr><th>training.batchSize</th><td>32</td><td>64</td></tr>");
    expect(html.indexOf("Settings that differ")).toBeLessThan(html.indexOf("What the runs show"));
    expect(html.match(/<section id="experiment-/g)).toHaveLength(2);
  });

  test("says what it leaves out, and what cannot be tested", () => {
    const detail = detailOf({ seeds: [1, 2] });
    detail.runs[0]!.status = "failed";
    const html = htmlOf([detail], "en", now);
    expect(html).toContain("Not counted: 1 of 4 runs (1 failed).");
    // In the table of results, and beside each difference.
    expect(html).toContain('<td class="number">1 of 2 seeds (1 failed)</td>');
    expect(html).toMatch(/· 1 of 2 seeds \(1 failed\)/);
    for (const run of detail.runs) run.status = "cancelled";
    detail.runs[0]!.records.splice(0);
    const stopped = htmlOf([detail], "en", now);
    expect(stopped).toContain("Counted as far as they came, though not done: 3 of 4 runs (3 stopped).");
    expect(stopped).toContain("Not counted: 1 of 4 runs (1 stopped).");
    expect(htmlOf([detailOf({ seeds: [1, 2] })], "en", now)).toContain(
      "no test is possible with fewer than 3 seeds",
    );
    const waiting = detailOf({}, 3, "queued");
    for (const { records } of waiting.runs) records.splice(0);
    expect(htmlOf([waiting], "en", now)).toContain("Nothing has been measured yet.");
  });
});

test("the JSON document holds the chosen runs and their analysis, in its format", () => {
  const detail = detailOf({ variants: rates });
  const document = runsDocumentOf([detail]);
  expect(runsDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  expect(document.experiments[0]!.runs[0]!.epochs).toEqual(detail.runs[0]!.records);
  expect(document.experiments[0]!.analysis.runs.counted).toBe(9);
});
