import { useI18n } from "vue-i18n";
import { language } from "../../i18n";

/** A mask in words: "x1, x3 and x4 kept", as a screen reader says it. */
export function useMaskName(): (kept: readonly boolean[]) => string {
  const { t } = useI18n();
  return (kept) => {
    const names = kept.flatMap((isKept, index) => (isKept ? [`x${index + 1}`] : []));
    if (names.length === 0) return t("inside.four.noneKept");
    if (names.length === kept.length) return t("inside.four.allKept");
    const list = new Intl.ListFormat(language.value, { type: "conjunction" });
    return t("inside.four.someKept", { inputs: list.format(names) });
  };
}
