import type { RateOverTime } from "../../nn/rate-over-time";
import { type Call, isKind, rateInEpochs } from "./python/values";
import type { Teller } from "./teller";

/** How drop rates change from epoch to epoch: known by what the loop multiplies them by. */
export function readRateOverTime(calls: readonly Call[], teller: Teller): RateOverTime | null {
  const changed = calls.filter(({ name }) => name === rateInEpochs).at(-1);
  if (!changed) return null;
  const [values, layer] = changed.positional;
  const factors = isKind(values, "list") ? values.items : [];
  // Of one layer alone: the lab changes all rates.
  const isOfAll = layer === undefined && factors.every((each) => typeof each === "number");
  const found = isOfAll ? courseOf(factors) : null;
  if (!found) teller.tell("readRateOverTime", {}, changed.line);
  return found;
}

function courseOf(factors: readonly number[]): RateOverTime | null {
  const [from] = factors;
  const to = factors.at(-1);
  if (from === undefined || to === undefined) return null;
  const before = factors.indexOf(to);
  const isSwitched = factors.every((factor, index) => factor === (index < before ? from : to));
  if (from === to && isSwitched)
    return to === 1 ? { type: "constant" } : { type: "linear", epochs: 1, from: to, to };
  if (isSwitched && from === 1 && to === 0) return { type: "early", epochs: before };
  if (isSwitched && from === 0 && to === 1) return { type: "late", epochs: before };
  const isEven = factors.every(
    (factor, index) => Math.abs(factor - (from + (to - from) * Math.min(1, index / before))) < 1e-9,
  );
  const isShare = [from, to].every((factor) => factor >= 0 && factor <= 1);
  const round = (factor: number) => Number(factor.toPrecision(12));
  return isEven && isShare ? { type: "linear", epochs: before + 1, from: round(from), to: round(to) } : null;
}
