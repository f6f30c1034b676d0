import { createGlobalState, useTimeoutFn } from "@vueuse/core";
import { computed, shallowReadonly, shallowRef, watch } from "vue";
import type { Preview } from "../../src/contract/contract";
import { columnFieldOf, type DataConfig, dataSchema } from "../../src/data/kinds";
import { resampled } from "../../src/experiment/resampling";
import { type Failure, failureOf } from "../../src/messages/failure";
import { useLab } from "../lab/client";
import { FileRows, namedFiles } from "./fileRows";
import { targetsOf } from "./sources";
import { useExperiment } from "./useExperiment";

/** Milliseconds that typing must rest before the preview is drawn again. */
const debounceMs = 250;

/** The preview of the set-up's data. Its consequences for the set-up belong to the step that chose the data. */
export const usePreview = createGlobalState(() => {
  const { lab, on } = useLab();
  const { dataText, draft, replaced, undoSteps, noteFileShape } = useExperiment();
  const fileRows = new FileRows(draft.data);
  /** Early: made from the first part of a file of which the rest is being read. */
  const shown = shallowRef<{ readonly preview: Preview; readonly isEarly: boolean } | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = shallowRef(false);
  /** What share of a large file has been read, from 0 to 1, in whole percents: never more than is done. */
  const progress = shallowRef<number | null>(null);
  /** The number of the request whose answer counts. Those of a page that is loaded again go on from higher ones. */
  let asked = Math.floor(performance.timeOrigin);

  on("previewProgress", ({ number, share }) => {
    if (loading.value && number === asked) progress.value = Math.floor(100 * share) / 100;
  });
  on("previewEarly", ({ number, preview }) => {
    if (!loading.value || number !== asked) return;
    shown.value = { preview, isEarly: true };
    failure.value = null;
    progress.value ??= 0;
  });

  async function ask(data: DataConfig): Promise<void> {
    const mine = asked;
    try {
      askedSeed = seedOfFirst();
      const answer = await lab.previewData({ data: { ...data, seed: askedSeed }, number: mine });
      if (mine !== asked) return;
      if (chooseTarget(answer)) return;
      const proposals = answer.proposed ?? {};
      const shares = fileRows.sharesFor(draft.data, answer);
      if (changesOf(proposals).length > 0) {
        // The answer to the completed data is on its way; until then, what was provisional no longer is.
        if (shown.value?.isEarly) shown.value = { preview: withoutDivision(answer), isEarly: false };
        return followUp({ ...proposals, ...shares });
      }
      const isDividedAnew = changesOf(shares).length > 0;
      shown.value = { preview: isDividedAnew ? withoutDivision(answer) : answer, isEarly: false };
      failure.value = isDividedAnew ? null : answer.failure;
      noteFileShape(data, answer.shape);
      if (isDividedAnew) return followUp(shares);
    } catch (error) {
      if (mine !== asked) return;
      shown.value = null;
      failure.value = failureOf(error);
      noteFileShape(data, null);
    }
    loading.value = false;
    progress.value = null;
  }

  let askedSeed: number | null = null;
  /** The data's seed that the first of the runs' seeds has: its draw or split is shown. */
  function seedOfFirst(): number {
    const { data, evaluation, seeds } = draft;
    return resampled(data, evaluation.resample, seeds[0] ?? 1).seed;
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

  const settings = () => draft.data as unknown as Record<string, unknown>;
  const changesOf = (wanted: object): [string, unknown][] =>
    Object.entries(wanted).filter(
      ([key, value]) => JSON.stringify(settings()[key]) !== JSON.stringify(value),
    );

  /** The data after the lab's own last change of it. */
  let ownChange: string | null = null;
  /** What follows from the file becomes part of the set-up, so that it means the same everywhere. */
  function followUp(wanted: object): void {
    const changes = Object.fromEntries(changesOf(wanted));
    undoSteps.amend(() => Object.assign(draft.data, changes));
    ownChange = dataText.value;
  }

  /**
   * Looking into a table requires a target, but the columns are known only afterwards. So the first column stands in,
   * and then the last one, the usual target, replaces it. A chosen column that exists is kept.
   */
  function chooseTarget({ sample }: Preview): boolean {
    const column = columnFieldOf(draft.data.source);
    // Of other tables the file proposes it.
    if (column?.header === undefined || sample.kind !== "table" || sample.columns.length === 0) return false;
    const targets = targetsOf(sample.columns, settings()[column.header] === true);
    if (targets.some((target) => target === settings()[column.key])) return false;
    followUp({ [column.key]: targets.at(-1)! });
    return true;
  }

  const { start: askSoon, stop: stopAsking } = useTimeoutFn(
    (data: DataConfig) => void ask(data),
    debounceMs,
    { immediate: false },
  );
  watch([() => draft.evaluation.resample, () => draft.seeds[0]], () => {
    if (seedOfFirst() !== askedSeed) readAgain();
  });
  let lastReplaced = replaced.value;
  /** The source and its files whose preview may be shown. */
  let shownFor: string | null = null;
  watch(
    dataText,
    () => {
      stopAsking();
      const isReplaced = replaced.value !== lastReplaced;
      lastReplaced = replaced.value;
      const isOwn = dataText.value === ownChange;
      fileRows.noteChange(draft.data, isReplaced ? "replacement" : isOwn ? "lab" : "person");
      // An answer that is still on its way belongs to other data.
      asked += 1;
      const data = dataSchema.safeParse(JSON.parse(dataText.value));
      const files = draft.data.source + namedFiles(draft.data);
      const isOther = files !== shownFor;
      shownFor = files;
      // The preview of other files must not stay beside these.
      if (!data.success || isOther) {
        shown.value = null;
        failure.value = null;
      }
      loading.value = data.success;
      progress.value = null;
      if (!data.success) return;
      // Only what is typed goes on changing.
      if (isOwn || isOther) void ask(data.data);
      else askSoon(data.data);
    },
    { immediate: true },
  );

  return {
    preview: computed(() => shown.value?.preview ?? null),
    /** Whether the preview shows only the first part of its file. */
    isEarly: computed(() => shown.value?.isEarly === true),
    failure: shallowReadonly(failure),
    loading: shallowReadonly(loading),
    progress: shallowReadonly(progress),
    cancel,
    readAgain,
  };
});

/** What an answer tells of a division that is about to be another one is not shown. */
function withoutDivision({ divided: _divided, ...answer }: Preview): Preview {
  return answer;
}
