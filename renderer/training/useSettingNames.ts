import { useI18n } from "vue-i18n";
import type { ChangeableSetting } from "../../src/experiment/changeable-settings";
import { stepsOf } from "../../src/experiment/changes";
import type { Layer } from "../../src/nn/layers/kinds";
import { pageOf } from "../../src/nn/layers/pages";

/** The names of settings and of their choices, by their places in the document, as their forms show them. */
export function useSettingNames() {
  const { t, te } = useI18n();
  /** The text of the first key that there is. */
  const first = (keys: readonly string[], named: Record<string, unknown> = {}) => {
    const key = keys.find((each) => te(each as never));
    return key === undefined ? null : t(key as never, named);
  };

  function nameOf(path: string): string {
    const layer = /^network\.layers\[(\d+)\]\.(\w+)$/.exec(path);
    if (layer) {
      const number = Number(layer[1]) + 1;
      const key = layer[2]!;
      return (
        first([`network.${key}Of`], { number }) ??
        t("training.settingOfLayer", { number, setting: first([`network.${key}`]) ?? key })
      );
    }
    const [, group, key] = stepsOf(path) ?? [];
    if (typeof group !== "string") return path;
    const ofGroup = first([`training.${group}`]) ?? group;
    if (key === undefined || key === "type") return ofGroup;
    return `${ofGroup}: ${first([`${group}Fields.${key}`, `training.${key}`]) ?? key}`;
  }

  function optionName(
    { path }: Pick<ChangeableSetting, "path">,
    option: string | number,
    layers: readonly Layer[],
  ): string {
    const layer = /^network\.layers\[(\d+)\]\.(\w+)$/.exec(path);
    const own = layer && layers[Number(layer[1])];
    const field = own && pageOf(own).fields?.find(({ key }) => key === layer[2]);
    if (field?.kind === "choice") return first([`${field.texts}.${option}`]) ?? String(option);
    const group = path.split(/[.[\]]+/).at(-2);
    const key = path.split(".").at(-1);
    return first([`${group}s.${option}`, `${key}s.${option}`]) ?? String(option);
  }

  return { nameOf, optionName };
}
