import { createGlobalState, useDebounceFn } from "@vueuse/core";
import { computed, reactive, ref, shallowReadonly, shallowRef, watch } from "vue";
import type { EpochRecord } from "../../src/experiment/result";
import type { RunSummary } from "../../src/contract/contract";
import type { History } from "../../src/contract/history";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useCoalesced } from "../state/useCoalesced";
import { useNavigation } from "../state/useNavigation";
import { withChanges } from "./changes";
import { type Filters, type HistorySort, noFilters, pageSize, requestOf } from "./filters";

/** Milliseconds that typing must rest before the store is queried. */
const debounceMs = 150;
/** Milliseconds between two looks at new events. */
const pollMs = 250;
/** Milliseconds between two queries because the store has changed. */
const refreshMs = 1000;

/** The history's page in view: the query, the store's answer, and the changes since. */
export const useHistoryList = createGlobalState(() => {
  const { lab, on, onWork } = useLab();
  const { view } = useNavigation();
  const filters = reactive(noFilters());
  const sort = ref<HistorySort>("newest");
  /** Counted from 1. */
  const page = ref(1);
  const answer = shallowRef<History | null>(null);
  const loading = shallowRef(false);

  let asked = 0;
  async function refresh(): Promise<void> {
    const mine = ++asked;
    loading.value = true;
    const found = await attempt(() => lab.searchHistory(requestOf(filters, sort.value, page.value)));
    // A slow answer to an older query must not replace a newer one's.
    if (mine !== asked) return;
    loading.value = false;
    if (!found) return;
    const lastPage = Math.max(1, Math.ceil(found.experiments / pageSize));
    if (page.value > lastPage) page.value = lastPage;
    else answer.value = found;
  }

  const refreshFromStart = useDebounceFn(() => {
    if (page.value === 1) void refresh();
    else page.value = 1;
  }, debounceMs);
  watch([filters, sort], () => void refreshFromStart());
  watch(page, refresh);

  // While another view is shown, nobody looks at the list; it is queried when this view comes back.
  const inView = () => view.value === "history";
  watch(view, () => inView() && refresh(), { immediate: true });

  const { soon } = useCoalesced(() => inView() && void refresh(), refreshMs);
  const refreshSoon = () => inView() && soon();

  const summaries = new Map<string, RunSummary>();
  const records = new Map<string, EpochRecord>();
  const { soon: applySoon } = useCoalesced(() => {
    if (answer.value) {
      const experiments = withChanges(answer.value.page, { summaries, records });
      answer.value = { ...answer.value, page: experiments };
    }
    summaries.clear();
    records.clear();
  }, pollMs);
  on("runChanged", (summary) => {
    summaries.set(summary.id, summary);
    applySoon();
    // Another status may match other filters, and the run may belong to a new experiment.
    refreshSoon();
  });
  on("runsChanged", refreshSoon);
  on("epochMeasured", ({ runId, record }) => {
    records.set(runId, record);
    applySoon();
  });
  on("storeChanged", refreshSoon);
  onWork(refreshSoon);

  return {
    filters,
    sort,
    page,
    answer: shallowReadonly(answer),
    loading: shallowReadonly(loading),
    pages: computed(() => Math.ceil((answer.value?.experiments ?? 0) / pageSize)),
    refresh,
    setFilters: (next: Filters) => Object.assign(filters, next),
    clear: () => Object.assign(filters, noFilters()),
  };
});
