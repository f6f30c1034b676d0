import { useI18n } from "vue-i18n";
import type { ChangeableSetting } from "../../src/experiment/changeable-settings";
import { sourceKinds } from "../../src/data/kinds";
import { stepsOf } from "../../src/experiment/changes";
import type { Layer } from "../../src/nn/layers/kinds";
import { pageOf } from "../../src/nn/layers/pages";
import { inOrder, layerNumber, type PlacedLayer } from "../../src/nn/network";

/** The names of settings and of their choices, by their places in the document, as their forms show them. */
export function useSettingNames() {
  const { t, te } = useI18n();
  /** The text of the first key that there is. */
  const first = (keys: readonly string[], named: Record<string, unknown> = {}) => {
    const key = keys.find((each) => te(each as never));
    return key === undefined ? null : t(key as never, named);
  };

  function nameOf(path: string): string {
    const layer = settingOfLayer(path);
    if (layer) {
      const { key } = layer;
      const number = layerNumber(layer.place);
      return (
        first([`network.${key}Of`], { number }) ??
        t("training.settingOfLayer", { number, setting: first([`network.${key}`]) ?? key })
      );
    }
    const [part, group, key, ofColumn] = stepsOf(path) ?? [];
    if (typeof group !== "string") return path;
    if (typeof key === "number")
      return `${t("data.column", { number: key + 1 })}: ${first([`training.columnSettings.${ofColumn}`]) ?? ofColumn}`;
    if (part === "data") return first([`data.${group}`]) ?? group;
    const ofGroup = first([`training.${group}`, `${group}.title`]) ?? group;
    if (key === undefined || key === "type") return ofGroup;
    return `${ofGroup}: ${nameInGroup(group, String(key))}`;
  }
  const nameInGroup = (group: string, key: string) =>
    first([`${group}Fields.${key}`, `${group}.${key}`, `training.${key}`]) ?? key;

  /** A value that no field shows, such as a part as a whole: its settings by their names. */
  function valueText(path: string, value: unknown): string {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
    const group = path.split(".").at(-1)!;
    return Object.entries(value)
      .map(
        ([key, own]) => `${nameInGroup(group, key)} ${typeof own === "string" ? own : JSON.stringify(own)}`,
      )
      .join(", ");
  }

  function optionName(
    { path }: Pick<ChangeableSetting, "path">,
    option: string | number,
    layers: readonly Layer[],
  ): string {
    const layer = settingOfLayer(path);
    const own = layer && inOrder(layers).find(({ place }) => String(place) === String(layer.place))?.layer;
    const field = own && pageOf(own).fields?.find(({ key }) => key === layer.key);
    if (field?.kind === "choice") return first([`${field.texts}.${option}`]) ?? String(option);
    if (path.startsWith("data.")) {
      const ofSource = sourceKinds
        .flatMap(({ fields }) => [...fields])
        .find((each) => `data.${each.key}` === path);
      const texts = ofSource?.kind === "choice" ? ofSource.texts : textsOf(path);
      return first([`${texts}.${option}`]) ?? String(option);
    }
    const group = path.split(/[.[\]]+/).at(-2);
    const key = path.split(".").at(-1);
    return first([`${group}s.${option}`, `${key}s.${option}`]) ?? String(option);
  }

  return { nameOf, optionName, valueText };
}

/** Where the page names the choices of a setting of data that no choice field shows. */
function textsOf(path: string): string {
  if (path.endsWith(".kind")) return "columnKinds";
  return path.endsWith(".role") ? "columnRoles" : "channelOrders";
}

/** Which setting of which layer; null for a setting of none. */
function settingOfLayer(path: string): (Pick<PlacedLayer, "place"> & { key: string }) | null {
  const [, layer, key] = /^network((?:\.layers\[\d+\])+)\.(\w+)$/.exec(path) ?? [];
  if (layer === undefined || key === undefined) return null;
  return { place: Array.from(layer.matchAll(/\d+/g), Number) as [number, ...number[]], key };
}
