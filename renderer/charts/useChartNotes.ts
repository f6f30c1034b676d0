import { useI18n } from "vue-i18n";
import type { Drawing } from "../series/lines";
import { useEpochSelection } from "../state/useEpochSelection";
import type { ChartView } from "../series/chartView";

/** A sentence about values that are changed or missing in the chart, and how to change that. */
export interface ChartNote {
  readonly text: string;
  readonly action: string;
  act(): void;
}

/** What a chart does not show, and how to see it. */
export function useMissing({ look, source }: ChartView) {
  const { t } = useI18n();
  return ({ notPositive, outside, shortMeans }: Drawing): ChartNote[] => [
    ...note(notPositive > 0, {
      text: t("curves.notPositive", { count: notPositive }, notPositive),
      action: t("curves.showLinear"),
      act: () => (look.logY = false),
    }),
    ...note(outside > 0, {
      text: t("curves.outside", { count: outside }, outside),
      action: t("curves.showAll"),
      act: () => (look.ignoreOutliers = false),
    }),
    // While curves grow, a mean that waits for its last seed needs no note.
    ...note(shortMeans.length > 0 && !source.growing(), {
      text: t("curves.shortMeans", { names: shortMeans.join(", ") }, shortMeans.length),
      action: t("curves.showSingle"),
      act: () => (look.seeds = "single"),
    }),
  ];
}

function note(isDue: boolean, said: ChartNote): ChartNote[] {
  return isDue ? [said] : [];
}

/** Notes for a picture outside the window: its smoothing, the meaning of its bands, and what is missing. */
export function useChartNotes(view: ChartView) {
  const { t } = useI18n();
  const { moment } = useEpochSelection();
  const { look } = view;
  const missing = useMissing(view);
  return (drawing: Drawing): string =>
    [
      ...(look.smoothing > 0 ? [t("curves.exportedSmoothing", { weight: look.smoothing.toFixed(2) })] : []),
      ...(drawing.bands.length > 0 ? [t("curves.exportedBand", { band: t(`looks.band.${look.band}`) })] : []),
      ...(drawing.marks.length > 0
        ? [t("curves.countedNote", { moment: t(`moments.${moment.value}`) })]
        : []),
      ...missing(drawing).map(({ text }) => text),
    ].join(" ");
}
