import { computed } from "vue";
import { isFileField, kindOfSource } from "../../src/data/kinds";
import type { DraftData } from "../../src/experiment/draft";
import type { SettingValue } from "../../src/fields/fields";
import type { ColumnChoice } from "../../src/fields/table";
import { followedName } from "../state/followedName";
import { useExperiment } from "../state/useExperiment";

/** The chosen data source and what changes a setting of it. */
export function useSource() {
  const { draft } = useExperiment();
  const kind = computed(() => kindOfSource(draft.data.source));

  /** Changes a setting, and those that follow from it. A file that was taken away is undefined. */
  function change(key: string, value: SettingValue | readonly ColumnChoice[] | undefined): void {
    const changed = { ...draft.data, [key]: value };
    if (isFileField(key)) draft.name = followedName(draft.name, draft.data, changed as DraftData);
    Object.assign(draft.data, { [key]: value, ...kind.value.follow?.(changed, key) });
  }
  return { kind, change };
}
