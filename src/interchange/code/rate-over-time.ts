import type { Layer } from "../../nn/layers/kinds";
import { droppingLayers } from "../../nn/network";
import { type RateOverTime, ratesVary } from "../../nn/rate-over-time";

/** Python of the factor on every rate in `epoch`, counted from 1; null where the rates stay. */
export function rateFactorIn(plan: RateOverTime | undefined, layers: readonly Layer[]): string | null {
  if (!plan || !ratesVary({ rateOverTime: plan }) || droppingLayers(layers).length === 0) return null;
  switch (plan.type) {
    case "constant":
      return null;
    case "early":
      return `(epoch <= ${plan.epochs})`;
    case "late":
      return `(epoch > ${plan.epochs})`;
    case "linear": {
      const { epochs, from, to } = plan;
      if (epochs === 1) return String(to);
      const share = `min(1, (epoch - 1) / ${epochs - 1})`;
      if (from === 0 && to === 1) return share;
      const change = Number((to - from).toPrecision(12));
      return change < 0 ? `(${from} - ${-change} * ${share})` : `(${from} + ${change} * ${share})`;
    }
  }
}
