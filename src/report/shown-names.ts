import type { ExperimentDetail } from "../lab/contract";
import { shownName } from "../messages/given-names";
import type { Language } from "../messages/sentence";

/** An experiment with translated names; the report's copy of the document keeps the original ones. */
export function withShownNames(detail: ExperimentDetail, language: Language): ExperimentDetail {
  const { experiment, runs } = detail;
  const shown = (name: string) => shownName(name, language);
  const variants = experiment.variants.map((variant) => ({ ...variant, name: shown(variant.name) }));
  return {
    ...detail,
    experiment: { ...experiment, name: shown(experiment.name), variants },
    runs: runs.map((run) => ({ ...run, variant: shown(run.variant) })),
  };
}
