import { createGlobalState, useTimeoutFn } from "@vueuse/core";
import { shallowReadonly, shallowRef, watch } from "vue";
import type { Preview } from "../../src/contract/contract";
import { columnFieldOf, type DataConfig, dataSchema, needsFiles } from "../../src/data/kinds";
import { type Failure, failureOf } from "../../src/messages/failure";
import { type Shares, sharesOf, targetsOf } from "./sources";
import { useLab } from "../lab/client";
import { useExperiment } from "./useExperiment";

/** Milliseconds that typing must rest before the preview is drawn again. */
const debounceMs = 250;

/** The preview of the set-up's data. Its consequences for the set-up belong to the step that chose the data. */
export const usePreview = createGlobalState(() => {
  const { lab, on } = useLab();
  const { dataText, draft, undoSteps, noteFileShape } = useExperiment();
  const preview = shallowRef<Preview | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = shallowRef(false);
  /** What share of a large file has been read, from 0 to 1. */
  const progress = shallowRef<number | null>(null);
  let asked = 0;

  on("previewProgress", ({ share }) => {
    if (loading.value) progress.value = share;
  });

  async function ask(data: DataConfig): Promise<void> {
    const mine = asked;
    try {
      const answer = await lab.previewData({ data });
      if (mine !== asked) return;
      // Another target is another request, whose answer is on its way.
      if (chooseTarget(answer) || takeProposals(answer)) return;
      shareOut(answer);
      preview.value = answer;
      failure.value = answer.failure;
      noteFileShape(data, answer.shape);
    } catch (error) {
      if (mine !== asked) return;
      preview.value = null;
      failure.value = failureOf(error);
      noteFileShape(data, null);
    }
    loading.value = false;
    progress.value = null;
  }

  /** Stops the reading; `failure` then says so. */
  async function cancel(): Promise<void> {
    await lab.cancelPreview({});
  }

  /** Reads what the set-up names once more. */
  function readAgain(): void {
    asked += 1;
    const data = dataSchema.safeParse(JSON.parse(dataText.value));
    if (!data.success) return;
    failure.value = null;
    loading.value = true;
    void ask(data.data);
  }

  /**
   * Looking into a table requires a target, but the columns are known only afterwards. So the first column stands in,
   * and then the last one, the usual target, replaces it. A chosen column that exists is kept.
   */
  function chooseTarget({ sample }: Preview): boolean {
    const { data } = draft;
    const column = columnFieldOf(data.source);
    // Of other tables the file proposes it.
    if (column?.header === undefined || sample.kind !== "table" || sample.columns.length === 0) return false;
    const settings = data as unknown as Record<string, unknown>;
    const targets = targetsOf(sample.columns, settings[column.header] === true);
    if (targets.some((target) => target === settings[column.key])) return false;
    undoSteps.amend(() => (settings[column.key] = targets.at(-1)!));
    return true;
  }

  /** What the file proposes becomes part of the set-up, so that it means the same everywhere. */
  function takeProposals({ proposed = {} }: Preview): boolean {
    const settings = draft.data as unknown as Record<string, unknown>;
    const taken = Object.entries(proposed).filter(
      ([key, value]) => JSON.stringify(settings[key]) !== JSON.stringify(value),
    );
    if (taken.length === 0) return false;
    undoSteps.amend(() => Object.assign(settings, Object.fromEntries(taken)));
    return true;
  }

  let shares: Shares | null = null;
  /** The number of samples was not known when they were divided. A file that cannot be used says nothing about the next. */
  function shareOut({ rows, shape }: Preview): void {
    const { data } = draft;
    if (!needsFiles(data.source) || rows < 2 || shape === null) return;
    shares = sharesOf(rows, data, shares);
    const { train, validation } = shares.given;
    if (train === data.train && validation === data.validation) return;
    undoSteps.amend(() => Object.assign(data, { train, validation }));
  }

  const { start: askSoon, stop: stopAsking } = useTimeoutFn(
    (data: DataConfig) => void ask(data),
    debounceMs,
    {
      immediate: false,
    },
  );
  let shownSource: string | null = null;
  watch(
    dataText,
    () => {
      stopAsking();
      // An answer that is still on its way belongs to other data.
      asked += 1;
      const data = dataSchema.safeParse(JSON.parse(dataText.value));
      // The preview of another source must not stay beside this one.
      if (!data.success || draft.data.source !== shownSource) {
        preview.value = null;
        failure.value = null;
      }
      loading.value = data.success;
      progress.value = null;
      shownSource = draft.data.source;
      if (data.success) askSoon(data.data);
    },
    { immediate: true },
  );

  return {
    preview: shallowReadonly(preview),
    failure: shallowReadonly(failure),
    loading: shallowReadonly(loading),
    progress: shallowReadonly(progress),
    cancel,
    readAgain,
  };
});
