import { boundsOf, estimate } from "../analysis/estimate";
import { countedRuns } from "../analysis/runs";
import { type MetricName, type ModeName, modeNames } from "../analysis/names";
import type { Sampling } from "../analysis/sampling";
import type { Analysis } from "../analysis/schema";
import type { EpochRecord, Metrics } from "../experiment/result";
import type { ExperimentDetail } from "../contract/contract";
import type { Chart, ChartLine, ChartPoint, ChartSpan } from "./chart-model";
import { mostWithoutNames, variantLooks } from "./looks";
import { category, type Ink, modeInks } from "./palette";
import type { ReportTexts } from "./texts";

type Run = ExperimentDetail["runs"][number];
type Pick = (record: EpochRecord) => Metrics;

const forgottenDash = [7, 4];
const trainingDash = [2, 3];

/** The charts of one experiment's report: curves over epochs, the gap, and results by rate if it varies. */
export function reportCharts(
  { experiment, runs }: ExperimentDetail,
  analysis: Analysis,
  texts: ReportTexts,
): Chart[] {
  const counted = countedRuns(runs);
  if (counted.length === 0) return [];
  const hasAccuracy = counted.some(({ records }) => records[0]?.validation.eval.accuracy !== undefined);
  const measures: MetricName[] = hasAccuracy ? ["loss", "accuracy"] : ["loss"];
  const names = experiment.variants.map(({ name }) => name);
  const looks = variantLooks(experiment).map(({ ink, ...look }) => ({ ...look, colour: ink }));
  const isLong = names.length > mostWithoutNames;
  const ofVariant = names.map((name) => counted.filter(({ variant }) => variant === name));
  const epochs = Math.max(...counted.map(({ records }) => records.length));
  const x = { title: texts.epoch, whole: true, range: [1, Math.max(2, epochs)] } as const;

  const drops = new Set(analysis.variants.flatMap(({ variant, drops }) => (drops ? [variant] : [])));
  const curves = measures.map((measure): Chart => {
    const seeds = ofVariant.flatMap((own, index) =>
      own.length > 1 ? own.map((run) => seedLine(run, measure, looks[index]!.colour)) : [],
    );
    const means = ofVariant.flatMap((own, index) => [
      meanLine(
        own,
        (record) => record.validation.eval,
        measure,
        { ...looks[index]!, name: names[index]!, ...(isLong && { label: names[index]! }) },
        analysis.sampling,
      ),
      // Without dropout, both modes are the same.
      ...(drops.has(names[index]!)
        ? [
            meanLine(own, (record) => record.validation.train, measure, {
              ...looks[index]!,
              name: texts.forgottenIn(names[index]!),
              dash: forgottenDash,
            }),
          ]
        : []),
    ]);
    return {
      title: texts[measure],
      x,
      y: { title: texts[measure], percent: measure === "accuracy" },
      lines: [...seeds, ...means].filter(({ points }) => points.length > 0),
      note: texts.curvesNote,
    };
  });
  const gap: Chart = {
    title: texts.gapChart,
    x,
    y: { title: texts.lossColumn },
    lines: ofVariant.flatMap((own, index) =>
      own.length === 0
        ? []
        : [
            meanLine(own, (record) => record.train.eval, "loss", {
              ...looks[index]!,
              name: texts.splitIn(names[index]!, texts.trainingSplit),
              dash: trainingDash,
              width: 1.5,
            }),
            meanLine(own, (record) => record.validation.eval, "loss", {
              ...looks[index]!,
              name: texts.splitIn(names[index]!, texts.validationSplit),
            }),
          ],
    ),
  };
  return [...curves, gap, ...measures.flatMap((measure) => rateChart(analysis, measure, texts) ?? [])];
}

function seedLine({ records }: Run, measure: MetricName, colour: Ink): ChartLine {
  const points = records.map(({ epoch, validation }) => ({ x: epoch, y: validation.eval[measure] ?? NaN }));
  return { colour, faint: true, points };
}

const fewestForBand = 3;

/**
 * Mean over the runs that have the epoch, up to the end of the first done one, because a mean over fewer and fewer runs
 * would jump; with a sampling the band is its 95 % interval, which two runs are too few for.
 */
function meanLine(
  runs: readonly Run[],
  pick: Pick,
  measure: MetricName,
  look: Omit<ChartLine, "points" | "band">,
  sampling: Sampling | null = null,
): ChartLine {
  const points: ChartPoint[] = [];
  const band: ChartSpan[] = [];
  const lengths = runs.map(({ records }) => records.length);
  const longest = Math.max(0, ...lengths);
  const epochs = runs.every(({ status }) => status === "done") ? Math.min(longest, ...lengths) : longest;
  for (let index = 0; index < epochs; index += 1) {
    const values = runs.flatMap(({ records }) => {
      const record = records[index];
      return record ? (pick(record)[measure] ?? []) : [];
    });
    if (values.length === 0) continue;
    const x = index + 1;
    const { n, mean: y, low, high } = estimate(values, boundsOf[measure], sampling?.overlap);
    points.push({ x, y });
    if (sampling && n >= fewestForBand && low !== null && high !== null) band.push({ x, low, high });
  }
  return { ...look, points, band };
}

/** Null if fewer than two rates have results. Each size and width of the sweep has one pair of lines. */
function rateChart({ variants }: Analysis, measure: MetricName, texts: ReportTexts): Chart | null {
  const placed = variants.flatMap(({ rate, last, train, width }) =>
    rate === null || last === null ? [] : [{ rate, last, group: groupName(train, width) }],
  );
  if (new Set(placed.map(({ rate }) => rate)).size < 2) return null;
  const groups = [...new Set(placed.map(({ group }) => group))];
  const varies = groups.length > 1;

  function groupName(train: number, width: number): string {
    const sizes = new Set(variants.map((variant) => variant.train)).size > 1;
    const widths = new Set(variants.map((variant) => variant.width)).size > 1;
    return [...(sizes ? [texts.rows(train)] : []), ...(widths ? [texts.width(width)] : [])].join(", ");
  }
  const lineOf = (group: string, colour: Ink, mode: ModeName): ChartLine => {
    const own = placed.filter((each) => each.group === group).sort((one, other) => one.rate - other.rate);
    const estimates = own.flatMap(({ rate, last }) => {
      const estimate = last[mode][measure];
      return estimate ? [{ rate, ...estimate }] : [];
    });
    return {
      name: varies ? `${group}, ${texts[mode]}` : texts[mode],
      colour,
      // Beside the other one, so that neither interval hides the other.
      ...(mode === "forgotten" ? { dash: forgottenDash, shift: 3 } : { shift: -3 }),
      dots: true,
      points: estimates.map(({ rate, mean: y }) => ({ x: rate, y })),
      bars: estimates.flatMap(({ rate, low, high }) =>
        low === null || high === null ? [] : [{ x: rate, low, high }],
      ),
    };
  };
  return {
    title: measure === "loss" ? texts.lossByRate : texts.accuracyByRate,
    x: { title: texts.rate },
    y: { title: texts[measure], percent: measure === "accuracy" },
    // Without a sweep of sizes, each mode has its own colour.
    lines: groups.flatMap((group, index) =>
      modeNames.map((mode) => lineOf(group, varies ? category(index) : modeInks[mode], mode)),
    ),
    note: texts.barsNote,
  };
}
