import { setupText } from "../experiment/same-setup";
import { type Experiment, experimentSchema } from "../experiment/schema";
import type { Claim } from "./claim";
import { dataSize } from "./claims/dataSize";
import { dropConnect } from "./claims/dropConnect";
import { early } from "./claims/early";
import { fisher } from "./claims/fisher";
import { gaussian } from "./claims/gaussian";
import { maxNorm } from "./claims/maxNorm";
import { mcRegression } from "./claims/mcRegression";
import { plentyOfData } from "./claims/plentyOfData";
import { rate } from "./claims/rate";
import { selu } from "./claims/selu";
import { shrinkage } from "./claims/shrinkage";
import { spatial } from "./claims/spatial";
import { varianceShift } from "./claims/varianceShift";

/** Every claim of the literature that the lab can put to the test (docs/claims.md). */
export const claims = {
  dataSize,
  rate,
  plentyOfData,
  maxNorm,
  gaussian,
  selu,
  early,
  spatial,
  dropConnect,
  shrinkage,
  fisher,
  varianceShift,
  mcRegression,
} as const satisfies Record<string, Claim>;

export type ClaimId = keyof typeof claims;
export const claimIds = Object.keys(claims) as ClaimId[];

/** The claim that an experiment puts to the test: its document, with any seeds, and where it may be a table of one's own. */
export function claimOf(experiment: Experiment): ClaimId | null {
  const found = claimIds.find((id) => {
    const claim: Claim = claims[id];
    const own = experimentSchema.parse(claim.document);
    return own.name === experiment.name && setup(own) === setup(onDataOf(own, claim, experiment));
  });
  return found ?? null;
}

const setup = (experiment: Experiment): string => setupText({ ...experiment, seeds: [] });

/** The experiment with the claim's data in the place of a table, where each seed has a split of its own. */
function onDataOf(own: Experiment, { ownTable }: Claim, experiment: Experiment): Experiment {
  const { data, evaluation } = experiment;
  if (!ownTable || data.source !== "table" || evaluation.resample === "none") return experiment;
  const { resample } = own.evaluation;
  return { ...experiment, data: own.data, evaluation: { ...evaluation, resample } };
}
