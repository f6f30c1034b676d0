import { shallowRef, watch } from "vue";
import type { Unit } from "../../../src/contract/contract";
import { useLab } from "../../lab/client";

export interface UnitQuestion {
  readonly runId: string;
  readonly epoch: number;
  readonly step: number;
  readonly row: number;
  readonly mode: "train" | "eval";
  readonly layer: number;
  readonly unit: number;
}

/** The arithmetic of the unit that the person looks at; what comes too late is not shown. */
export function useUnit(question: () => UnitQuestion | null) {
  const { lab } = useLab();
  const arithmetic = shallowRef<Unit | null>(null);
  watch(
    question,
    async (asked) => {
      // A newer question takes this one's place; the numbers before stay until then.
      const answer = asked && (await lab.inspectUnit(asked).catch(() => null));
      if (asked === null || (answer && JSON.stringify(asked) === JSON.stringify(question())))
        arithmetic.value = answer;
    },
    { immediate: true },
  );
  return arithmetic;
}
