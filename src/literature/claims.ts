import type { Experiment } from "../experiment/schema";
import type { Claim } from "./claim";
import { dataSize } from "./claims/dataSize";
import { plentyOfData } from "./claims/plentyOfData";
import { rate } from "./claims/rate";

/** Every claim of the literature that the lab can put to the test (docs/claims.md). */
export const claims = { dataSize, rate, plentyOfData } as const satisfies Record<string, Claim>;

export type ClaimId = keyof typeof claims;
export const claimIds = Object.keys(claims) as ClaimId[];

/** The claim whose document this experiment is, by its name; every variant that is compared must be there. */
export function claimOf({ name, variants }: Pick<Experiment, "name" | "variants">): ClaimId | null {
  const names = new Set(variants.map((variant) => variant.name));
  const found = claimIds.find((id) => {
    const { document, readings }: Claim = claims[id];
    return (
      document.name === name &&
      readings.every(({ contrast }) => Object.keys(contrast).every((variant) => names.has(variant)))
    );
  });
  return found ?? null;
}
