import { shownName } from "../messages/given-names";
import type { Language } from "../messages/language";
import type { ToldExperiment } from "./told";

/** An experiment with translated names; the report's copy of the document keeps the original ones. */
export function withShownNames(detail: ToldExperiment, language: Language): ToldExperiment {
  const { experiment, runs, baseline } = detail;
  const shown = (name: string) => shownName(name, language);
  const variants = experiment.variants.map((variant) => ({ ...variant, name: shown(variant.name) }));
  return {
    ...detail,
    baseline: baseline === undefined ? baseline : shown(baseline),
    experiment: { ...experiment, name: shown(experiment.name), variants },
    runs: runs.map((run) => ({ ...run, variant: shown(run.variant) })),
  };
}
