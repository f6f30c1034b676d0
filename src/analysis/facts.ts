import type { Fact } from "../messages/sentence";
import { accuracyFacts } from "./accuracy-facts";
import { comparisonsOf, isTestable } from "./claims";
import { convergenceFacts } from "./convergence-facts";
import { dataFacts } from "./data-facts";
import { forgottenFacts } from "./forgotten-facts";
import { headlineOf } from "./headline";
import { mainGroup, setFacts, toldVariants } from "./main-group";
import { haltedFacts } from "./halted-facts";
import { missingFacts } from "./not-done-facts";
import { rateFacts } from "./rate-facts";
import type { Analysis, VariantAnalysis } from "./schema";
import { stoppingFacts } from "./stopping-facts";
import { sweepFacts } from "./sweep-facts";
import { trainingFacts } from "./training-facts";
import { usualView, type View, whereFacts } from "./view";

/**
 * The facts of an analysis at the chosen epoch, in the chosen evaluation and against its baseline, the most important
 * first: what dropout does to the validation loss, what forgetting eval costs, which rates differ, whether another epoch
 * says otherwise, what dropout costs in training loss and epochs, and how the effect depends on the data's size and the
 * network's width. A difference is claimed only if the corrected t test supports it, or stated as seen with one or two
 * seeds; everything else is hedged.
 */
export function factsOf(analysis: Analysis, view: View = usualView): Fact[] {
  const main = mainGroup(analysis);
  const names = toldVariants(main);
  const naming = { where: whereFacts(analysis, view), set: setFacts(main, analysis) };
  const losses = comparisonsOf(analysis, names, "baseline", view, "loss");
  const headline = headlineOf(losses, analysis, view, naming);
  const facts = [
    ...(headline?.facts ?? []),
    ...dataFacts(losses, main, analysis),
    ...haltedFacts(analysis.variants),
    ...missingFacts(analysis.variants),
    ...forgottenFacts(main, analysis, view.moment),
  ];
  if (headline ? !isTestable(headline.about) : hasFewSeeds(main, view)) {
    facts.push({ code: "fewerThan3Seeds", parameters: {} });
  }
  if (!headline) return facts;
  const { about } = headline;
  const all = new Set(main.map(({ variant }) => variant));
  return [
    ...facts,
    ...rateFacts(about, main, comparisonsOf(analysis, all, "others", view, "loss"), naming),
    ...stoppingFacts(about, names, analysis, view),
    ...accuracyFacts(about, comparisonsOf(analysis, names, "baseline", view, "accuracy"), naming.where),
    // Both concern training in eval mode, whatever a forgotten eval() would show.
    ...(view.mode === "correct"
      ? [
          ...trainingFacts(about, analysis),
          ...convergenceFacts(about, analysis, "trainingConvergence"),
          ...convergenceFacts(about, analysis, "convergence"),
        ]
      : []),
    ...sweepFacts(about, main, analysis, view),
  ];
}

/** Whether not even the cost of forgetting eval could be tested. */
function hasFewSeeds(main: readonly VariantAnalysis[], { moment }: View): boolean {
  const costs = main.flatMap(({ forgetsEval, [moment]: at }) => (forgetsEval && at ? [at.cost.loss] : []));
  return costs.length > 0 && !costs.some(isTestable);
}
