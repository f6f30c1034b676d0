import { withMinus } from "../messages/minus";
import { type MetricName, type EpochSelection, epochSelections } from "../analysis/names";
import { pairsFact, seedsFact } from "../analysis/not-done-facts";
import type { Analysis, Comparison, Paired, Planned, VariantAtEpoch } from "../analysis/schema";
import { sayFact } from "../messages/sentence";
import type { Language } from "../messages/language";
import { element, escapeText } from "./markup";
import { epochsText, intervalText, lossText, probabilityText, rangeText, spreadText } from "./numbers";
import type { ReportTexts } from "./texts";

type Cell = string | { readonly text: string; readonly span: number };

/**
 * A table with a header row; the first column names the row. @param numbers whether the other columns are
 * right-aligned
 */
export function tableMarkup(
  caption: string | null,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  numbers = true,
): string {
  const cell = (name: "td" | "th", content: Cell, index: number) => {
    const { text, span } = typeof content === "string" ? { text: content, span: 1 } : content;
    return `<${name}${span > 1 ? ` colspan="${span}"` : ""}${index > 0 && numbers ? ' class="number"' : ""}>${escapeText(text)}</${name}>`;
  };
  const body = rows.map(
    (row) =>
      `<tr>${row.map((content, index) => cell(index === 0 ? "th" : "td", content, index)).join("")}</tr>`,
  );
  return element(
    "div",
    { class: "wide" },
    `<table>${caption === null ? "" : `<caption>${escapeText(caption)}</caption>`}<thead><tr>${head.map((name, index) => cell("th", name, index)).join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table>`,
  );
}

/** For each moment, a table of the variants. */
export function resultTables(
  { variants, patience }: Analysis,
  texts: ReportTexts,
  language: Language,
): string {
  return epochSelections
    .map((moment) => {
      const hasAccuracy = variants.some(({ [moment]: numbers }) => numbers?.correct.accuracy);
      const hasParts = variants.some(({ [moment]: numbers }) => numbers?.partlyForgotten);
      const hasNoise = variants.some(({ [moment]: numbers }) => numbers?.forgottenNoise);
      const hasAveraged = variants.some(({ [moment]: numbers }) => numbers?.averaged);
      const head = [
        texts.variant,
        texts.seeds,
        texts.epochs,
        texts.lossColumn,
        ...(hasAccuracy ? [texts.accuracyColumn] : []),
        texts.lossForgotten,
        ...(hasAccuracy ? [texts.accuracyForgotten] : []),
        ...(hasParts ? partHeads(texts, hasAccuracy) : []),
        ...(hasAveraged ? [texts.lossAveraged, ...(hasAccuracy ? [texts.accuracyAveraged] : [])] : []),
        texts.cost,
        ...(hasAccuracy ? [texts.costAccuracy] : []),
        texts.gap,
        texts.trainingLoss,
        ...(hasNoise ? [texts.noise] : []),
      ];
      const cells = variants
        // A variant without planned runs is omitted; one whose runs all failed is not.
        .filter(({ planned }) => planned > 0)
        .map((one) => {
          const numbers = one[moment];
          const seeds = one.notDone.length === 0 ? String(one.planned) : sayFact(seedsFact(one), language);
          const written = numbers
            ? resultCells(numbers, { hasAccuracy, hasParts, hasAveraged, hasNoise })
            : head.slice(2).map(() => "–");
          return [one.variant, seeds, ...written];
        });
      return tableMarkup(captionOf(moment, patience, texts), head, cells);
    })
    .join("\n");
}

function captionOf(moment: EpochSelection, patience: number, texts: ReportTexts): string {
  return texts.moments[moment] + (moment === "stopped" ? ` (${texts.patience(patience)})` : "");
}

/** Where networks have dropout and batch normalisation: each forgotten by itself. */
function partHeads({ partlyForgotten: parts }: ReportTexts, hasAccuracy: boolean): string[] {
  return [
    parts.dropout,
    ...(hasAccuracy ? [parts.dropoutAccuracy] : []),
    parts.batchNorm,
    ...(hasAccuracy ? [parts.batchNormAccuracy] : []),
  ];
}

function resultCells(
  {
    epochs,
    correct,
    forgotten,
    partlyForgotten,
    averaged,
    cost,
    gap,
    training,
    forgottenNoise,
  }: VariantAtEpoch,
  {
    hasAccuracy,
    hasParts,
    hasAveraged,
    hasNoise,
  }: Readonly<Record<"hasAccuracy" | "hasParts" | "hasAveraged" | "hasNoise", boolean>>,
): string[] {
  const spreads = (mode: typeof correct | undefined) => [
    mode ? spreadText("loss", mode.loss) : "–",
    ...(hasAccuracy ? [mode?.accuracy ? spreadText("accuracy", mode.accuracy) : ""] : []),
  ];
  const noise = forgottenNoise?.loss;
  return [
    rangeText(epochs),
    ...spreads(correct),
    ...spreads(forgotten),
    ...(hasParts ? [...spreads(partlyForgotten?.dropout), ...spreads(partlyForgotten?.batchNorm)] : []),
    ...(hasAveraged ? spreads(averaged) : []),
    intervalText("loss", cost.loss.difference),
    ...(hasAccuracy ? [cost.accuracy ? intervalText("accuracy", cost.accuracy.difference) : ""] : []),
    intervalText("loss", gap.loss),
    spreadText("loss", training.loss),
    ...(hasNoise
      ? [
          noise
            ? [noise.pass, ...(noise.seeds === null ? [] : [noise.seeds])]
                .map((sd) => lossText(sd, correct.loss.mean))
                .join(", ")
            : "",
        ]
      : []),
  ];
}

/** The paired comparisons at the last epoch, and the variants' convergence; empty if there are none. */
export function testsTable(
  { comparisons, training, convergence, trainingConvergence }: Analysis,
  texts: ReportTexts,
  language: Language,
): string {
  const isLast = ({ moment }: { moment: EpochSelection }) => moment === "last";
  const losses = training.filter(({ measure }) => measure === "loss").filter(isLast);
  const rows = [
    ...comparisons.filter(isLast).map((one) => comparisonCells(one, texts, language)),
    ...losses.map((one) => [
      differenceOf(one),
      texts.trainingMeasure,
      withSeeds(intervalText("loss", one.difference), one, language),
      ...testCells(one, texts),
    ]),
    ...[
      ...trainingConvergence.map((one) => ({ one, measure: texts.learningMeasure })),
      ...convergence.map((one) => ({ one, measure: texts.convergenceMeasure })),
    ].map(({ one, measure }) => [
      differenceOf(one),
      measure,
      ...(one.paired
        ? [
            withSeeds(epochsText(one.paired.difference), one.paired, language),
            ...testCells(one.paired, texts),
          ]
        : [
            {
              text: withSeeds(
                texts.unreached(one.epochs.filter((epoch) => epoch === null).length, one.epochs.length),
                one,
                language,
              ),
              span: 4,
            },
          ]),
    ]),
  ];
  const head = [texts.comparison, texts.measure, texts.difference, texts.tTest, texts.wilcoxon, texts.effect];
  return rows.length === 0 ? "" : tableMarkup(null, head, rows);
}

function differenceOf({ variant, against }: { variant: string; against: string }): string {
  return `${variant} − ${against}`;
}

/** A difference, followed by its missing seeds. */
function withSeeds(text: string, one: Planned, language: Language): string {
  return [text, ...pairsFact(one).map((fact) => sayFact(fact, language))].join(" · ");
}

function comparisonCells(comparison: Comparison, texts: ReportTexts, language: Language): Cell[] {
  const { measure, mode, difference } = comparison;
  const name = { loss: texts.lossColumn, accuracy: texts.accuracyColumn } satisfies Record<
    MetricName,
    string
  >;
  return [
    differenceOf(comparison),
    `${name[measure]}, ${texts[mode]}`,
    withSeeds(intervalText(measure, difference), comparison, language),
    ...testCells(comparison, texts),
  ];
}

function testCells({ tTest, wilcoxon, effect, untested }: Paired, texts: ReportTexts): Cell[] {
  const reason = untested === null ? "" : texts.untested[untested];
  if (tTest === null && wilcoxon === null) return [{ text: reason, span: 3 }];
  const p = (test: { p: number; holm: number } | null) =>
    test === null ? reason : `${probabilityText(test.p)} (${probabilityText(test.holm)})`;
  return [
    p(tTest),
    p(wilcoxon),
    effect === null ? reason : withMinus(`${effect.dz.toFixed(2)} (${effect.hedges.toFixed(2)})`),
  ];
}
