import { computed } from "vue";
import { useI18n } from "vue-i18n";
import type { MetricName } from "../../src/analysis/names";
import { tickNotation } from "../../src/report/ticks";
import { useFormat } from "../format";
import type { ChartView } from "../series/chartView";

/** From this many seconds on, times are written in minutes and seconds. */
const longTime = 120;

/** The labels of both axes, for the axes and the readout. */
export function useAxisTexts(measure: MetricName, { look, whole }: ChartView) {
  const { t } = useI18n();
  const format = useFormat();

  const time = (seconds: number) =>
    whole.value.to >= longTime
      ? format.duration(seconds)
      : t("curves.seconds", { seconds: format.decimal(seconds) });
  const x = computed(() => ({
    title: t(`curves.axes.${look.xAxis}`),
    format: look.xAxis === "time" ? time : format.integer,
    place: (value: number) =>
      t(`curves.places.${look.xAxis}`, {
        place: look.xAxis === "time" ? time(value) : format.integer(value),
      }),
  }));
  const y = computed(() => (measure === "loss" ? losses : percentages));
  const losses = {
    tick: (value: number, ticks: readonly number[]) => tickNotation(ticks)(value),
    value: format.loss,
  };
  const percentages = { tick: format.share, value: format.percent };
  return { x, y };
}
