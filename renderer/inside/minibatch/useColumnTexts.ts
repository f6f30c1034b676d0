import { useI18n } from "vue-i18n";
import { useFormat } from "../../format";
import type { Column } from "./columns";

/** What is said of a column of nodes. */
export function useColumnTexts() {
  const { t } = useI18n();
  const { decimal, integer } = useFormat();

  /** "Hidden 2" */
  function nameOf(columns: readonly Column[], index: number): string {
    if (index === 0) return t("inside.minibatch.inputs");
    if (index === columns.length - 1) return t("inside.minibatch.outputs");
    return t("inside.minibatch.hidden", { number: index });
  }

  /** "Hidden 2: 100" */
  function sizedName(columns: readonly Column[], index: number): string {
    return `${nameOf(columns, index)}: ${integer(columns[index]!.values.length)}`;
  }

  /** "61 of 200 dropped (p = 0.3)", for each layer of the column that drops. */
  function droppedTexts({ masks, values }: Column, mode: "train" | "eval"): string[] {
    return masks.map(({ dropped, kept, rate }) =>
      mode === "eval"
        ? t("inside.minibatch.allTakePart", { count: integer(values.length) })
        : t("inside.minibatch.dropped", {
            dropped: integer(dropped),
            count: integer(kept.length),
            rate: decimal(rate),
          }),
    );
  }

  return { nameOf, sizedName, droppedTexts };
}
