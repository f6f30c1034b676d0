import { createGlobalState } from "@vueuse/core";
import { computed, shallowReadonly, shallowRef, watch } from "vue";
import { mostRunsAtOnce, type Request, type Response } from "../../src/contract/contract";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useInsideRun } from "./useInsideRun";

/** The pictures in the report of the experiment that Inside looks into. */
export const useReportPictures = createGlobalState(() => {
  const { lab } = useLab();
  const { runs } = useInsideRun();
  const pictures = shallowRef<Response<"listPictures">>([]);

  const runIds = computed(() => runs.value.slice(0, mostRunsAtOnce).map(({ id }) => id));
  async function look(): Promise<void> {
    const asked = runIds.value;
    const answer = asked.length === 0 ? [] : await attempt(() => lab.listPictures({ runIds: asked }));
    if (answer && asked.join() === runIds.value.join()) pictures.value = answer;
  }
  watch(() => runIds.value.join(), look, { immediate: true });

  return {
    pictures: shallowReadonly(pictures),
    add: async (picture: Request<"addPicture">) => {
      await lab.addPicture(picture);
      await look();
    },
    remove: async (picture: Request<"removePicture">) => {
      await attempt(() => lab.removePicture(picture));
      await look();
    },
  };
});
