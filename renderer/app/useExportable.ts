import { computed } from "vue";
import { useSelection } from "../history/useSelection";
import { useComparison } from "../state/useComparison";
import { useInsideRun } from "../state/useInsideRun";
import { useNavigation, type ViewName } from "../state/useNavigation";
import { useRuns } from "../state/useRuns";

interface Exportable {
  readonly runIds: readonly string[];
  readonly experimentIds: readonly string[];
}

/** The runs that an export from the menu writes: those of the view in front. */
export function useExportable() {
  const { view } = useNavigation();
  const { shown, summaries } = useRuns();
  const { experiments } = useComparison();
  const selection = useSelection();
  const inside = useInsideRun();

  const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
  const exportable: Record<ViewName, () => Exportable> = {
    lab: () => ({ runIds: ids(summaries.value), experimentIds: shown.value ? [shown.value.id] : [] }),
    compare: () => ({
      runIds: ids(experiments.value.flatMap(({ runs }) => runs)),
      experimentIds: ids(experiments.value),
    }),
    inside: () => ({
      runIds: inside.runId.value ? [inside.runId.value] : [],
      experimentIds: inside.experimentId.value ? [inside.experimentId.value] : [],
    }),
    history: () => ({
      runIds: selection.runIds.value,
      experimentIds: ids(selection.experiments.value),
    }),
  };
  return computed(() => exportable[view.value]());
}
