import { createGlobalState, useDocumentVisibility, useIntervalFn } from "@vueuse/core";
import { shallowReadonly, shallowRef } from "vue";
import type { Machines } from "../../src/contract/contract";
import { useLab } from "../lab/client";

/** Milliseconds between two looks at the machines. */
const lookMs = 3000;

/** The machines that train this lab's runs. A lab without a queue has none, and is asked once. */
export const useMachines = createGlobalState(() => {
  const { lab } = useLab();
  const told = shallowRef<Machines | null>(null);
  const visibility = useDocumentVisibility();
  const { pause } = useIntervalFn(() => void look(), lookMs);

  async function look(): Promise<void> {
    if (visibility.value === "hidden") return;
    try {
      told.value = await lab.machines({});
      if (told.value.queue === null) pause();
    } catch {
      // The page says elsewhere that the lab cannot be reached; the next look may reach it.
    }
  }
  void look();
  return { told: shallowReadonly(told) };
});
