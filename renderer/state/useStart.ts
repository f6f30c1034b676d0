import { createGlobalState } from "@vueuse/core";
import { computed, nextTick, ref } from "vue";
import { useI18n } from "vue-i18n";
import { useFormat } from "../format";
import { say } from "../lab/failures";
import { notify } from "../notice";
import { refusalsSoFar } from "./refusals";
import { useExperiment } from "./useExperiment";
import { usePreview } from "./usePreview";
import { useRuns } from "./useRuns";

/** Starts the set-up, or shows what must be corrected first. */
export const useStart = createGlobalState(() => {
  const { t } = useI18n();
  const { check } = useExperiment();
  const { failure, loading, progress } = usePreview();
  const { start: startRuns } = useRuns();
  const { share } = useFormat();
  const starting = ref(false);

  /** Why the data of a large file is not known. */
  const unread = computed(() => {
    if (loading.value && progress.value !== null) return t("run.reading", { share: share(progress.value) });
    return failure.value?.code === "previewCancelled" ? say(failure.value) : null;
  });

  async function start(): Promise<void> {
    if (starting.value) return;
    // A number that is being typed is accepted when its field loses the focus.
    const refusals = refusalsSoFar();
    const field = document.activeElement;
    if (field instanceof HTMLInputElement) field.blur();
    await nextTick();
    // The field refused the text and says why; without it, another number would be trained than the person meant.
    if (refusalsSoFar() > refusals) {
      (field as HTMLInputElement).focus();
      return;
    }
    if (unread.value !== null) {
      notify({ type: "warning", message: unread.value });
      return;
    }
    const { experiment, faults } = check.value;
    if (!experiment) {
      const count = faults.length;
      notify({ type: "warning", message: t("run.faults", { count }, count) });
      const first = document.querySelector<HTMLElement>(
        ".setup input[aria-invalid=true], .setup .empty button",
      );
      first?.scrollIntoView({ block: "center" });
      first?.focus();
      return;
    }
    starting.value = true;
    await startRuns(experiment);
    starting.value = false;
    // The shortcut works from anywhere, so the result is announced beside the button.
    document.querySelector(".controls")?.scrollIntoView({ block: "nearest" });
  }

  return { start, starting };
});
