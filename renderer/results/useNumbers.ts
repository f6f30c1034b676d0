import { onScopeDispose, type ShallowReactive, shallowReactive, watch } from "vue";
import { factsOf } from "../../src/analysis/facts";
import { summarise, type VariantSummary } from "../../src/analysis/summary";
import { sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";
import { comparable } from "../state/runBook";
import { useRuns } from "../state/useRuns";

export type Mode = "correct" | "forgotten";

export interface Numbers {
  /** In the order of the experiment's variants. */
  variants: readonly VariantSummary[];
  /** What is seen, in the interface's language. */
  sentences: readonly string[];
}

/** Milliseconds between two updates of the numbers: people cannot read faster, and a table costs more than a line. */
const pace = 500;

/** The shown experiment in numbers and words, as far as it has been measured. */
export function useNumbers(): Readonly<ShallowReactive<Numbers>> {
  const { shown, runs, seriesVersion } = useRuns();
  const numbers = shallowReactive<Numbers>({ variants: [], sentences: [] });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function update(): void {
    timer = undefined;
    if (!shown.value) return;
    const { experiment, series } = shown.value;
    const measured = comparable(runs.value).map(({ summary: { id, variant, seed } }) => ({
      variant,
      seed,
      records: series.records(id),
    }));
    numbers.variants = summarise(experiment, measured);
    numbers.sentences = factsOf(experiment, measured).map((fact) => sayFact(fact, language.value));
  }
  watch([shown, seriesVersion, language], ([now], [before]) => {
    if (now !== before) update();
    else timer ??= setTimeout(update, pace);
  });
  update();
  onScopeDispose(() => clearTimeout(timer));
  return numbers;
}
