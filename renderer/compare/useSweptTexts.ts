import { useI18n } from "vue-i18n";
import type { Layer } from "../../src/experiment/schema";
import { withMinus } from "../../src/messages/minus";
import { useFormat } from "../format";
import { useSettingNames } from "../state/useSettingNames";
import type { SweptAxis, SweptMeasure, SweptValue } from "./sweep";

/** The names of a sweep's axes, its values and its results in the interface's language. */
export function useSweptTexts() {
  const { t } = useI18n();
  const { integer, loss, percent } = useFormat();
  const { nameOf, optionName, valueText } = useSettingNames();

  function axisName({ path }: SweptAxis): string {
    return path === "rate" || path === "rows" || path === "width" ? t(`columns.${path}`) : nameOf(path);
  }

  function valueName({ path, setting }: SweptAxis, value: SweptValue, layers: readonly Layer[]): string {
    if (value === null) return "–";
    if (typeof value === "boolean") return t(value ? "settings.yes" : "settings.no");
    if (typeof value === "number") return Number.isInteger(value) ? integer(value) : short(value);
    return setting ? optionName({ path }, value, layers) : valueText(path, JSON.parse(value));
  }

  function resultText(measure: SweptMeasure, value: number): string {
    return measure === "accuracy" ? percent(value) : loss(value);
  }

  return { axisName, valueName, resultText };
}

/** As the document writes it, or with four digits what a sample drew. */
function short(value: number): string {
  return withMinus(String(Number(value.toPrecision(4))));
}
