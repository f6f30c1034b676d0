import { useI18n } from "vue-i18n";
import { pageOf } from "../../src/nn/layers/pages";
import { isFileField } from "../../src/data/kinds";
import { fileName } from "../../src/contract/contract";
import { withMinus } from "../../src/messages/minus";
import type { ColumnChoice } from "../../src/fields/table";
import { useFormat } from "../format";
import type { SettingValue } from "./settings";

type LayerValue = Extract<SettingValue, { type: string }>;

const mostColumns = 12;

/** The names and values of settings in the interface's language. */
export function useSettingText() {
  const { t, te } = useI18n();
  const { integer } = useFormat();

  /** As the document writes it: 0.001, not "0". */
  const number = (value: number) => (Number.isInteger(value) ? integer(value) : withMinus(String(value)));

  /** The set-up's name for a field of the document. */
  function label(path: string): string {
    const [section = "", field = "", detail = "", ...inside] = path.split(".");
    if (field === "layers") return t("settings.layer", { number: [detail, ...inside].join(".") });
    if (field === "earlyStopping") return `${t("earlyStopping.title")}: ${t(`earlyStopping.${detail}`)}`;
    if (field === "augment") return `${t("augment.title")}: ${t(`augment.${detail}`)}`;
    if (field === "halving") return `${t("halving.title")}: ${t(`halving.${detail}`)}`;
    if (field === "optimizer") return t(detail === "type" ? "training.optimizer" : `training.${detail}`);
    if (field === "rateOverTime")
      return t(detail === "type" ? "training.rateOverTime" : `rateOverTimeFields.${detail}`);
    if (field === "schedule") return t(detail === "type" ? "training.schedule" : `scheduleFields.${detail}`);
    const own = `settings.fields.${section}.${field}`;
    return t(te(own) ? own : `${section}.${field}`);
  }

  function layer(value: LayerValue): string {
    const name = t(`layers.${value.type}`);
    const settings = value as Readonly<Record<string, string | number | boolean | undefined>>;
    const told = (pageOf(value).fields ?? []).flatMap((field) => {
      const setting = settings[field.key];
      if (setting === undefined) return [];
      if (field.kind === "initializer") return t(`initializers.${setting}`);
      if (field.kind === "choice") return t(`${field.texts}.${setting}`);
      if (field.kind === "toggle") return t(setting ? "settings.yes" : "settings.no");
      const text = typeof setting === "number" ? number(setting) : String(setting);
      return field.together ? `${t(`network.${field.key}`)} ${text}` : text;
    });
    return told.length === 0 ? name : `${name} ${told.join(", ")}`;
  }

  /** Numbers, or columns of which a person reads no more than a few. */
  function listed(entries: readonly number[] | readonly ColumnChoice[]): string {
    const told = entries.map((entry, place) => (typeof entry === "number" ? entry : column(entry, place)));
    return told.length > mostColumns && typeof entries[0] !== "number"
      ? `${told.slice(0, mostColumns).join(", ")} … (${integer(told.length)})`
      : told.join(", ");
  }

  function column({ name, kind, role }: ColumnChoice, place: number): string {
    const what = t(role === "feature" ? `columnKinds.${kind}` : `columnRoles.${role}`);
    return `${name || place + 1} (${what})`;
  }

  const named: Record<string, string> = {
    "data.source": "sources",
    "data.task": "tasks",
    "data.gaps": "gapChoices",
    "data.scaling": "scalings",
    "training.loss": "losses",
    "training.optimizer.type": "optimizers",
    "training.schedule.type": "schedules",
    "training.rateOverTime.type": "ratesOverTime",
    "training.classWeights": "classWeightings",
    "environment.backend": "backends",
    "environment.engine": "engines",
  };
  const isFile = (path: string) => path.startsWith("data.") && isFileField(path.slice("data.".length));

  function value(path: string, entry: SettingValue | undefined): string {
    if (entry === undefined) return "–";
    if (entry === null) return path === "network.rate" ? t("training.ownRates") : "–";
    if (typeof entry === "boolean") return t(entry ? "settings.yes" : "settings.no");
    if (typeof entry === "number") return path.endsWith("seed") ? String(entry) : number(entry);
    if (typeof entry === "string") {
      if (isFile(path)) return fileName(entry);
      const name = named[path];
      // A group that was measured on two backends has both.
      return name
        ? entry
            .split(" / ")
            .map((one) => t(`${name}.${one}`))
            .join(" / ")
        : entry;
    }
    return "type" in entry ? layer(entry) : listed(entry);
  }

  return { label, value };
}
