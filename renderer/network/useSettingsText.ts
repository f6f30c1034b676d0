import { useI18n } from "vue-i18n";
import { type Layer, kindOf } from "../../src/nn/layers/kinds";
import { pageOf } from "../../src/nn/layers/pages";

/** The settings of a layer in one line, by their names in the form: "units 200". Initial weights and what is as usual are left out. */
export function useSettingsText(): (layer: Layer) => string {
  const { t } = useI18n();
  return (layer) => {
    const values = layer as unknown as Readonly<Record<string, string | number | undefined>>;
    const usual = kindOf(layer).schema.shape as Readonly<
      Record<string, { safeParse(value: unknown): { data?: unknown } }>
    >;
    return (pageOf(layer).fields ?? [])
      .filter(({ kind, key }) => kind !== "initializer" && values[key] !== undefined)
      .filter(({ kind, key }) => kind !== "choice" || usual[key]!.safeParse(undefined).data !== values[key])
      .map((field) => {
        const value = values[field.key]!;
        return `${t(`network.${field.key}`)} ${field.kind === "choice" ? t(`${field.texts}.${value}`) : value}`;
      })
      .join(", ");
  };
}
