import { useI18n } from "vue-i18n";
import { useFormat } from "../../format";
import type { DrawnPlane } from "./points";

/** How the plane's numbers read. */
export function usePlaneTexts() {
  const { t } = useI18n();
  const { percent } = useFormat();

  const axisName = ({ name }: DrawnPlane["axes"][number]): string =>
    typeof name === "number" ? t("data.feature", { number: name + 1 }) : name;

  /** As many digits as the width of an axis needs. */
  function coordinate(value: number, { from, to }: { readonly from: number; readonly to: number }): number {
    const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(to - from) || 1)));
    return Number(value.toFixed(Math.min(digits, 12)));
  }

  const winnerOf = (probabilities: readonly number[]): number =>
    probabilities.indexOf(Math.max(...probabilities));

  const classText = (classes: readonly string[], winner: number, probability: number): string =>
    t("inside.plane.classAt", { name: classes[winner] ?? winner, probability: percent(probability) });

  return { axisName, coordinate, winnerOf, classText };
}
