import { onScopeDispose, type ShallowReactive, shallowReactive, watch } from "vue";
import { analyse } from "../../src/analysis/analyse";
import { factsOf } from "../../src/analysis/facts";
import type { VariantAnalysis } from "../../src/analysis/schema";
import { sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";
import { useRuns } from "../state/useRuns";

export interface Numbers {
  /** In the order of the experiment's variants. */
  variants: readonly VariantAnalysis[];
  /** The most important of what is seen, in the interface's language; Compare says all of it. */
  sentences: readonly string[];
}

/** Milliseconds between two updates of the numbers: people cannot read faster, and a table costs more than a line. */
const pace = 500;
/** The analysis of a hundred variants takes its time: at most one part in so many is spent on it. */
const share = 10;
/** More sentences would push the charts out of a small window. */
const mostSentences = 3;

/** The shown experiment in numbers and words, as far as it has been measured. */
export function useNumbers(): Readonly<ShallowReactive<Numbers>> {
  const { shown, runs, seriesVersion } = useRuns();
  const numbers = shallowReactive<Numbers>({ variants: [], sentences: [] });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = pace;

  function update(): void {
    timer = undefined;
    if (!shown.value) return;
    const { experiment, series } = shown.value;
    const begun = performance.now();
    const measured = runs.value.map(({ summary: { id, variant, seed, status } }) => ({
      variant,
      seed,
      status,
      records: series.records(id),
    }));
    const analysis = analyse(experiment, measured);
    numbers.variants = analysis.variants;
    const facts = factsOf(analysis).slice(0, mostSentences);
    numbers.sentences = facts.map((fact) => sayFact(fact, language.value));
    wait = Math.max(pace, share * (performance.now() - begun));
  }
  // A run that ends changes which runs are compared, though its series has not grown.
  watch([shown, seriesVersion, language, runs], ([now], [before]) => {
    if (now !== before) update();
    else timer ??= setTimeout(update, wait);
  });
  update();
  onScopeDispose(() => clearTimeout(timer));
  return numbers;
}
