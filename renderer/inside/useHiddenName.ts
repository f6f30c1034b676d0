import { useI18n } from "vue-i18n";
import { layerNumber } from "../../src/nn/network";

/** Names hidden layers: "Hidden 2", and of a block's layer with its number in the set-up, "Hidden 2 (layer 3.1)". */
export function useHiddenName() {
  const { t } = useI18n();
  /** @param number from 1 @param place the layer's in the document */
  return (number: number, place: readonly number[]): string =>
    place.length > 1
      ? t("inside.minibatch.hiddenInBlock", { number, layer: layerNumber(place) })
      : t("inside.minibatch.hidden", { number });
}
