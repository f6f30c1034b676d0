import type { ExperimentInput } from "../experiment/schema";
import { type ClaimId, claimIds, claims } from "./claims";
import type { Claim } from "./claim";

/** The claims that a table of one's own can put to the test. */
export const ownTableClaims: readonly ClaimId[] = claimIds.filter((id) => (claims[id] as Claim).ownTable);

/** The claim's experiment with a table in the place of its data, each seed with a split of its own. */
export function claimOnTable(id: ClaimId, data: ExperimentInput["data"]): ExperimentInput {
  const { document }: Claim = claims[id];
  return { ...document, data, evaluation: { ...document.evaluation, resample: "splits" } };
}
