import { watchDebounced } from "@vueuse/core";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useExperiment } from "../state/useExperiment";

/** Milliseconds without a change of the set-up after which it is written to disk. */
const restMs = 500;

/** Has the changed set-up written to disk, so that neither a crash nor a power cut loses it. */
export function useFlushedDraft(): void {
  const { lab } = useLab();
  const { text } = useExperiment();
  watchDebounced(text, () => void attempt(() => lab.flushStorage({})), { debounce: restMs });
}
