import { analyse } from "../analysis/analyse";
import { factsOf } from "../analysis/facts";
import { runsFacts } from "../analysis/not-done-facts";
import { environmentsOf, kindsOfMachine, sameEnvironment } from "../experiment/environments";
import type { Environment } from "../experiment/result";
import type { ExperimentDetail } from "../contract/contract";
import { needsFiles } from "../data/kinds";
import { sayFact } from "../messages/sentence";
import type { Language } from "../messages/language";
import { sayStatuses } from "../messages/statuses";
import { chartSvg } from "./chart";
import { chartThemes } from "./chart-theme";
import { fileNameOf } from "./file-names";
import { escapeText } from "./markup";
import { variantLooks } from "./looks";
import { categories, modeInks } from "./palette";
import { reportCharts } from "./report-charts";
import { pictureMarkup } from "./report-pictures";
import { reportStyle } from "./report-style";
import { resultTables, tableMarkup, testsTable } from "./report-tables";
import { endTables } from "./end-tables";
import { differingSettings, settingRows, settingsOf } from "./settings";
import { withShownNames } from "./shown-names";
import { type ReportTexts, reportTexts } from "./texts";
import type { ToldExperiment } from "./told";

/** Nothing is loaded and nothing runs, whatever the names in a document hold. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One page that opens offline: each experiment's charts, tables, sentences, settings and environment. */
export function htmlOf(experiments: readonly ToldExperiment[], language: Language, now: Date): string {
  const texts = reportTexts[language];
  const runs = experiments.reduce((sum, detail) => sum + detail.runs.length, 0);
  const inks = [
    ...Object.values(modeInks),
    ...categories,
    ...experiments.flatMap(({ experiment }) => variantLooks(experiment).map(({ ink }) => ink)),
  ];
  const shown = experiments.map((detail) => withShownNames(detail, language));
  const names = shown.map(({ experiment }) => experiment.name).join(", ");
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Dropout Lab">
<meta name="color-scheme" content="light dark">
<title>${escapeText(`${names} – ${texts.title}`)}</title>
<style>${reportStyle(inks)}</style>
</head>
<body>
<header>
<h1>${escapeText(texts.title)}</h1>
<p class="quiet">${escapeText(`${texts.runsOf(runs, experiments.length)}. ${texts.written(dateText(now, language))}.`)}</p>
${contents(shown)}</header>
${differences(shown, texts)}
${experiments.map((detail, index) => section(detail, index, language, texts)).join("\n")}
</body>
</html>
`;
}

function contents(experiments: readonly ExperimentDetail[]): string {
  if (experiments.length < 2) return "";
  const links = experiments.map(
    ({ experiment }, index) =>
      `<li><a href="#experiment-${index + 1}">${escapeText(experiment.name)}</a></li>`,
  );
  return `<nav><ol>${links.join("")}</ol></nav>\n`;
}

function differences(experiments: readonly ExperimentDetail[], texts: ReportTexts): string {
  const rows = differingSettings(experiments.map(({ experiment }) => experiment));
  if (experiments.length < 2 || rows.length === 0) return "";
  const head = [texts.setting, ...experiments.map(({ experiment }) => experiment.name)];
  const cells = rows.map(({ path, values }) => [path, ...values.map((value) => value ?? texts.absent)]);
  return `<section><h2>${escapeText(texts.differing)}</h2>${tableMarkup(null, head, cells, false)}</section>`;
}

function section(stored: ToldExperiment, index: number, language: Language, texts: ReportTexts): string {
  const detail = withShownNames(stored, language);
  const { experiment, runs, created, baseline } = detail;
  const analysis = analyse(experiment, runs, { baseline });
  const { counted } = analysis.runs;
  const facts = factsOf(analysis).map((fact) => `<li>${escapeText(sayFact(fact, language))}</li>`);
  const tests = testsTable(analysis, texts, language);
  const about = [
    texts.started(dateText(new Date(created), language)),
    sayStatuses(runs, texts.statuses),
  ].join(" · ");
  const note = (text: string) => `<p class="quiet">${escapeText(text)}</p>`;
  const measured = [
    ...(facts.length > 0 ? [heading(texts.findings), `<ul class="findings">${facts.join("")}</ul>`] : []),
    heading(texts.charts),
    ...reportCharts(detail, analysis, texts).map(
      (chart) => `<figure>${chartSvg(chart, chartThemes.page)}</figure>`,
    ),
    ...pictures(stored, texts),
    heading(texts.results),
    note(texts.resultsNote),
    resultTables(analysis, texts, language),
    endTables(experiment, runs, texts),
    ...(tests === "" ? [] : [heading(texts.tests), note(texts.testsNote), tests]),
  ];
  return [
    `<section id="experiment-${index + 1}">`,
    `<h2>${escapeText(experiment.name)}</h2>`,
    note(about),
    ...(counted > 0 ? runsFacts(analysis).map((fact) => note(sayFact(fact, language))) : []),
    ...(counted > 0 ? measured : [note(texts.nothingMeasured)]),
    ...settingsAndEnvironment(stored, texts),
    "</section>",
  ].join("\n");
}

function pictures({ pictures: added = [] }: ToldExperiment, texts: ReportTexts): string[] {
  return added.length === 0
    ? []
    : [heading(texts.inside), ...added.map((each) => pictureMarkup(each, texts))];
}

function settingsAndEnvironment(
  { experiment, environment, runs }: ExperimentDetail,
  texts: ReportTexts,
): string[] {
  const environments = environmentsOf(runs, environment);
  const kinds = kindsOfMachine(runs, environment);
  const rows = (document: object) => settingsOf(document).map(({ path, value }) => [path, value]);
  const head = [texts.setting, texts.value];
  const hasFiles = needsFiles(experiment.data.source);
  return [
    heading(texts.settings),
    tableMarkup(null, head, rows(experiment), false),
    heading(texts.environment),
    ...(environments.length > 1 ? [`<p>${escapeText(texts.environmentsDiffer)}</p>`] : []),
    ...(kinds.length > 1 ? [`<p>${escapeText(texts.mixedMachines(kinds.join("; ")))}</p>`] : []),
    environments.length > 0
      ? environmentsTable(environments, runs, texts)
      : `<p>${escapeText(texts.noEnvironment)}</p>`,
    heading(texts.repeat),
    `<p>${escapeText([texts.repeatHow, ...(hasFiles ? [texts.repeatFiles] : [])].join(" "))}</p>`,
    `<pre><code>npm run -s lab -- run experiment.json --out ${escapeText(fileNameOf(experiment.name, "results"))}</code></pre>`,
    `<details><summary>${escapeText(texts.document)}</summary><pre><code>${escapeText(JSON.stringify(experiment, null, 2))}</code></pre></details>`,
  ];
}

/** A column for each environment; if there are several, its runs are the heading. */
function environmentsTable(
  environments: ReturnType<typeof environmentsOf>,
  runs: ExperimentDetail["runs"],
  texts: ReportTexts,
): string {
  const nameOf = (
    { variant, seed, environments: spans = [] }: ExperimentDetail["runs"][number],
    of: Environment,
  ) => {
    const span = spans.find((one) => sameEnvironment(one.environment, of));
    const from = span && span.fromEpoch > 1 ? `, ${texts.fromEpoch(span.fromEpoch)}` : "";
    return `${texts.runOf(variant, seed)}${from}`;
  };
  const several = environments.length > 1;
  const head = environments.map(({ environment, runs: places }) =>
    several ? places.map((index) => nameOf(runs[index]!, environment)).join("; ") : texts.value,
  );
  const columns = environments.map(
    ({ environment }) => new Map(settingsOf(environment).map(({ path, value }) => [path, value])),
  );
  const cells = settingRows(columns).map(({ path, values }) => [
    path,
    ...values.map((value) => value ?? texts.absent),
  ]);
  return tableMarkup(null, [texts.setting, ...head], cells, false);
}

function heading(text: string): string {
  return `<h3>${escapeText(text)}</h3>`;
}

function dateText(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(date);
}
