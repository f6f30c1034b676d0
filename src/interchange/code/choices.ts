import { codeOf } from "../../nn/layers/codes";
import type { Penalty } from "../../nn/layers/penalty";
import type { Holder } from "./network";
import type { EarlyStopping } from "../../experiment/early-stopping";
import type { EpochSelection } from "../../experiment/epoch-selection";
import type { ScriptPlan } from "./plan";

/** How a script chooses the epoch whose weights it keeps, and ends early. */
export interface Choosing {
  /** Whether the network has other weights at the end than those of the last epoch. */
  readonly keeps: boolean;
  readonly before: readonly string[];
  /** @param state Python that copies the weights */
  afterEpoch(state: string): string[];
}

export function choosing({
  training: { earlyStopping },
  evaluation,
  data: { hasTest },
}: ScriptPlan): Choosing {
  const moment = hasTest && !earlyStopping?.restoreBest ? evaluation.measureAt : "last";
  const kept = keeping(moment, evaluation.patience, earlyStopping ? "kept_loss" : "best");
  const stop = earlyStopping && stopping(earlyStopping);
  return {
    keeps: moment !== "last" || earlyStopping?.restoreBest === true,
    before: [...kept.before, ...(stop?.before ?? [])],
    // Where training ends, nothing is kept afterwards.
    afterEpoch: (state) => [...kept.afterEpoch(state), ...(stop?.afterEpoch(state) ?? [])],
  };
}

type Part = Omit<Choosing, "keeps">;

function stopping({ patience, minDelta, restoreBest }: EarlyStopping): Part {
  return {
    before: ['best, waited = float("inf"), 0'],
    afterEpoch: (state) => [
      `if loss${minDelta > 0 ? ` + ${minDelta}` : ""} < best:`,
      "    best, waited = loss, 0",
      ...(restoreBest ? [`    kept = ${state}`] : []),
      "else:",
      "    waited += 1",
      `    if waited == ${patience}:`,
      "        break",
    ],
  };
}

/** @param best the name of the lowest loss */
function keeping(moment: EpochSelection, patience: number, best: string): Part {
  switch (moment) {
    case "last":
      return { before: [], afterEpoch: () => [] };
    case "best":
      return {
        before: [`${best} = float("inf")`],
        afterEpoch: (state) => [`if loss < ${best}:`, `    ${best}, kept = loss, ${state}`],
      };
    case "stopped":
      return {
        before: [`${best}, since = float("inf"), 0`],
        afterEpoch: (state) => [
          `if since < ${patience}:`,
          "    since += 1",
          `    if loss < ${best}:`,
          `        ${best}, since = loss, 0`,
          `        kept = ${state}`,
        ],
      };
  }
}

/** The kernels that penalties count, with the factors of both. @param common the training's `l2` */
export function kernelsOf(
  holders: readonly Holder[],
  common: number,
): (Penalty & { readonly holder: Holder })[] {
  return holders.flatMap((holder) => {
    const { layer, state } = holder.layer;
    const names = codeOf(layer).tensors!.map(({ lab }) => lab);
    const penalised = state.find(({ name, penalised: own }) => own && names.includes(name))?.penalised;
    return penalised
      ? [{ holder, l1: penalised.l1, l2: Number((penalised.l2 + common).toPrecision(12)) }]
      : [];
  });
}
