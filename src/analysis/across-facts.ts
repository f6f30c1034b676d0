import type { Fact } from "../messages/sentence";
import type { Across, AcrossRow } from "./across";
import type { GroupName } from "./across-group";
import { isStated, leavesZeroOut, written } from "./claims";
import type { Analysis, Paired } from "./schema";
import type { View } from "./view";

/** The most sentences; the table beneath them has all comparisons. */
const mostSentences = 5;

/**
 * What the comparable groups show in validation loss, those first whose test says most, as facts that can be said. A
 * difference is stated as within one experiment: where the corrected t test says so, or as what one or two seeds show.
 * @param analyses of each experiment, by its id
 */
export function acrossFacts(across: Across, analyses: ReadonlyMap<string, Analysis>, view: View): Fact[] {
  const compared = across.rows.flatMap((row) => {
    const { loss } = row.comparisons;
    return loss ? [{ row, loss }] : [];
  });
  const tests = compared.filter(({ loss }) => loss.tTest).length;
  const rank = ({ tTest, untested }: Paired) =>
    untested === "noSpread" ? 0 : (tTest?.p ?? (untested === "allEqual" ? 1 : 2));
  const patience = patienceText(across, analyses);
  return [...compared]
    .sort((one, other) => rank(one.loss) - rank(other.loss))
    .slice(0, mostSentences)
    .map(({ row, loss }): Fact => {
      const code = codeOf(loss);
      const isSided = code === "acrossLower" || code === "acrossHigher";
      const { difference, evidence } = written(
        loss,
        isSided ? { scale: code === "acrossLower" ? -1 : 1 } : { signed: true },
      );
      return {
        code,
        parameters: {
          where: whereFacts(row, view, patience),
          variant: row.variant,
          experiment: row.experimentName,
          baseline: across.reference.variant,
          reference: across.reference.experimentName,
          difference,
          evidence,
          compared: tests,
          falling: fallingFacts([row, across.reference], analyses, view),
          besides: besidesFacts(row),
        },
      };
    });
}

function codeOf(loss: Paired) {
  if (isStated(loss)) return loss.difference.mean < 0 ? "acrossLower" : "acrossHigher";
  return loss.tTest && leavesZeroOut(loss.difference) ? "acrossPerhaps" : "acrossUnclear";
}

function whereFacts({ isComplete }: AcrossRow, { moment, mode }: View, patience: string): Fact[] {
  const forgotten: Fact[] = mode === "forgotten" ? [{ code: "withEvalForgotten", parameters: {} }] : [];
  const at: Fact =
    moment === "stopped"
      ? { code: "whenStopped", parameters: { patience } }
      : moment === "best"
        ? { code: "atBestEpoch", parameters: {} }
        : { code: isComplete ? "atLastEpoch" : "atLastEpochSoFar", parameters: {} };
  return [at, ...forgotten];
}

/** Each experiment stops by its own patience. */
function patienceText({ rows, reference }: Across, analyses: ReadonlyMap<string, Analysis>): string {
  const ids = [...new Set([reference, ...rows].map(({ experimentId }) => experimentId))];
  return [...new Set(ids.flatMap((id) => analyses.get(id)?.patience ?? []))].join(", ");
}

/** Which of both losses still fall where training ends. */
function fallingFacts(
  groups: readonly (GroupName & { readonly experimentName: string })[],
  analyses: ReadonlyMap<string, Analysis>,
  { moment, mode }: View,
): Fact[] {
  const looked = groups.flatMap(({ experimentId, experimentName, variant }) => {
    const own = analyses.get(experimentId)?.variants.find((one) => one.variant === variant)?.[moment];
    return own ? [{ own, experimentName, variant }] : [];
  });
  if (looked.some(({ own }) => own.trained.includes(1))) return [{ code: "afterOneEpoch", parameters: {} }];
  const names = looked
    .filter(({ own }) => own.trend?.[mode].falls)
    .map(({ variant, experimentName }): Fact => ({
      code: "namedOf",
      parameters: { variant, experiment: experimentName },
    }));
  return names.length > 0 ? [{ code: "acrossFalling", parameters: { names } }] : [];
}

function besidesFacts({ differences, assumptions }: AcrossRow): Fact[] {
  const assumed = assumptions.map((assumption): Fact => ({
    code: "acrossAssumed",
    parameters: { assumption: [assumption] },
  }));
  return [
    differences.length > 0
      ? { code: "acrossDifferences", parameters: { differences, assumed } }
      : { code: "acrossAlike", parameters: { assumed } },
  ];
}
