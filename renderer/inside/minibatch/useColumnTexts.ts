import { useI18n } from "vue-i18n";
import { useFormat } from "../../format";
import { layerNumber } from "../../../src/nn/network";
import { useHiddenName } from "../useHiddenName";
import { type Column, isWeighted, type Shortcut } from "./columns";
import { isMaps } from "./geometry";

/** What is said of a column of nodes. */
export function useColumnTexts() {
  const { t } = useI18n();
  const { decimal, integer } = useFormat();
  const hiddenName = useHiddenName();

  /** "Hidden 2" */
  function nameOf(columns: readonly Column[], index: number): string {
    if (index === 0) return t("inside.minibatch.inputs");
    if (index === columns.length - 1) return t("inside.minibatch.outputs");
    const { type, place } = columns[index]!;
    if (type !== null && !isWeighted(columns[index]!)) return t(`layers.${type}`);
    return hiddenName(columns.slice(1, index + 1).filter(isWeighted).length, place);
  }

  const sizeText = (sizes: readonly number[]) => sizes.map(integer).join(" × ");

  /** "Hidden 2: 100", "Hidden 1: 20 × 15 × 6" */
  function sizedName(columns: readonly Column[], index: number): string {
    const column = columns[index]!;
    const size = isMaps(column) ? sizeText(column.shape) : integer(column.values.length);
    return `${nameOf(columns, index)}: ${size}`;
  }

  /** "node 12", "map 2, row 3, column 4" */
  function unitName(column: Column, unit: number): string {
    if (!isMaps(column)) return t("inside.minibatch.unit", { number: integer(unit + 1) });
    const [, columns, maps] = column.shape as [number, number, number];
    const pixel = Math.floor(unit / maps);
    return t("inside.minibatch.pixel", {
      map: integer((unit % maps) + 1),
      row: integer(Math.floor(pixel / columns) + 1),
      column: integer((pixel % columns) + 1),
    });
  }

  /** "61 of 200 dropped (p = 0.3)", for each layer of the column that drops; of weights and other multipliers what is said of them. */
  function droppedTexts({ masks, values, weightMask }: Column, mode: "train" | "eval"): string[] {
    if (mode === "eval") {
      const allTakePart = t("inside.minibatch.allTakePart", { count: integer(values.length) });
      const allWeights =
        weightMask && t("inside.minibatch.allWeightsTakePart", { count: integer(weightMask.count) });
      return [...(allWeights ? [allWeights] : []), ...masks.map(() => allTakePart)];
    }
    const ofWeights = weightMask && {
      dropped: integer(weightMask.dropped),
      count: integer(weightMask.count),
      rate: decimal(weightMask.rate),
    };
    return [
      ...(ofWeights ? [t("inside.minibatch.weightsDropped", ofWeights)] : []),
      ...masks.map(({ dropped, kept, rate, multipliers }) =>
        multipliers
          ? `${multipliedText(multipliers)} (p = ${decimal(rate)})`
          : t("inside.minibatch.dropped", {
              dropped: integer(dropped),
              count: integer(kept.length),
              rate: decimal(rate),
            }),
      ),
    ];
  }

  /** "1 × 1, stride 2": how a shortcut gives what it takes the shape of the sum. */
  function wayText({ kernel, stride }: Shortcut): string {
    if (!kernel) return t("inside.minibatch.ways.identity");
    if (stride === undefined) return t("inside.minibatch.ways.rows", { kernel: sizeText(kernel) });
    return t(stride === 1 ? "inside.minibatch.ways.pixels" : "inside.minibatch.ways.stride", { stride });
  }

  /** "+ shortcut of layer 3: identity" */
  function shortcutText(shortcut: Shortcut): string {
    const number = layerNumber(shortcut.place);
    return t("inside.minibatch.shortcut", { number, way: wayText(shortcut) });
  }

  /** "× 0.2 to 1.9": the least and the greatest multiplier. */
  function multipliedText(multipliers: readonly number[]): string {
    const least = multipliers.reduce((one, other) => Math.min(one, other), Infinity);
    const most = multipliers.reduce((one, other) => Math.max(one, other), -Infinity);
    return t("inside.minibatch.multiplied", { least: decimal(least), most: decimal(most) });
  }

  return { nameOf, sizedName, unitName, droppedTexts, multipliedText, wayText, shortcutText };
}
