import { setupText } from "../experiment/same-setup";
import { type Experiment, experimentSchema } from "../experiment/schema";
import type { Claim } from "./claim";
import { dataSize } from "./claims/dataSize";
import { dropConnect } from "./claims/dropConnect";
import { early } from "./claims/early";
import { gaussian } from "./claims/gaussian";
import { maxNorm } from "./claims/maxNorm";
import { plentyOfData } from "./claims/plentyOfData";
import { rate } from "./claims/rate";
import { selu } from "./claims/selu";
import { shrinkage } from "./claims/shrinkage";
import { spatial } from "./claims/spatial";

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
} as const satisfies Record<string, Claim>;

export type ClaimId = keyof typeof claims;
export const claimIds = Object.keys(claims) as ClaimId[];

/** The claim that an experiment puts to the test: its document, with any seeds. */
export function claimOf(experiment: Experiment): ClaimId | null {
  const found = claimIds.find((id) => {
    const { document }: Claim = claims[id];
    return document.name === experiment.name && setup(experimentSchema.parse(document)) === setup(experiment);
  });
  return found ?? null;
}

const setup = (experiment: Experiment): string => setupText({ ...experiment, seeds: [] });
