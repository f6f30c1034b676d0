import { shallowReadonly, shallowRef, watch } from "vue";
import type { Preview } from "../../src/lab/contract";
import type { Failure } from "../../src/experiment/result";
import { type DataConfig, dataSchema } from "../../src/experiment/schema";
import { failureOf } from "../../src/messages/failure";
import { lab } from "../lab/client";
import { shared } from "./shared";
import { useExperiment } from "./useExperiment";

/** How long typing must rest before the data is drawn anew, milliseconds. */
const rest = 250;

/** What the data of the set-up looks like. */
export const usePreview = shared(() => {
  const { dataText, draft, fileShape } = useExperiment();
  const preview = shallowRef<Preview | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = shallowRef(false);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(data: DataConfig): Promise<void> {
    asked += 1;
    const mine = asked;
    loading.value = true;
    try {
      const answer = await lab.previewData({ data });
      if (mine !== asked) return;
      preview.value = answer;
      failure.value = answer.failure;
      fileShape.value = answer.shape;
    } catch (error) {
      if (mine !== asked) return;
      preview.value = null;
      failure.value = failureOf(error);
      fileShape.value = null;
    } finally {
      if (mine === asked) loading.value = false;
    }
  }

  let shownSource: string | null = null;
  watch(
    dataText,
    () => {
      clearTimeout(timer);
      const data = dataSchema.safeParse(JSON.parse(dataText.value));
      // What another source looks like, or an answer that is still on its way, must not stand beside this one.
      if (!data.success || draft.data.source !== shownSource) {
        asked += 1;
        preview.value = null;
        failure.value = null;
        fileShape.value = null;
        loading.value = data.success;
      }
      shownSource = draft.data.source;
      if (data.success) timer = setTimeout(() => void ask(data.data), rest);
    },
    { immediate: true },
  );

  return {
    preview: shallowReadonly(preview),
    failure: shallowReadonly(failure),
    loading: shallowReadonly(loading),
  };
});
