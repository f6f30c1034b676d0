import { codeOf } from "../../nn/layers/codes";
import type { Penalty } from "../../nn/layers/penalty";
import type { Holder } from "./network";
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
  if (earlyStopping) {
    const { patience, minDelta, restoreBest } = earlyStopping;
    return {
      keeps: restoreBest,
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
  if (!hasTest || evaluation.measureAt === "last") return { keeps: false, before: [], afterEpoch: () => [] };
  if (evaluation.measureAt === "best")
    return {
      keeps: true,
      before: ['best = float("inf")'],
      afterEpoch: (state) => ["if loss < best:", `    best, kept = loss, ${state}`],
    };
  return {
    keeps: true,
    before: ['best, waited = float("inf"), 0'],
    afterEpoch: (state) => [
      `if waited < ${evaluation.patience}:`,
      "    waited += 1",
      "    if loss < best:",
      "        best, waited = loss, 0",
      `        kept = ${state}`,
    ],
  };
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
