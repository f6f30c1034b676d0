import { takesPenalty } from "../../nn/layers/penalised";
import type { LayerReading } from "./network-reading";
import type { Teller } from "./teller";

/**
 * The document has no place for the penalty of a block's shortcut but the training's `l2`, which counts all kernels: what all have
 * goes there. Networks without such a shortcut keep their penalties at their layers.
 */
export function withCommonPenalty(
  read: readonly LayerReading[],
  teller: Teller,
): { readonly read: readonly LayerReading[]; readonly l2?: number } {
  const factors = l2Of(read);
  const isNeeded = flat(read).some(({ shortcutPenalty: own }) => own && (own.l1 ?? own.l2));
  if (!isNeeded) return { read };
  const l2 = Math.min(...factors);
  for (const { shortcutPenalty: own, module = "residual", line } of flat(read))
    if (own && ((own.l1 ?? 0) > 0 || (own.l2 ?? 0) > l2))
      teller.tell("readArgumentLeftOut", { name: module, argument: "kernel_regularizer" }, line);
  return l2 > 0 ? { read: read.map((each) => less(each, l2)), l2 } : { read };
}

const flat = (read: readonly LayerReading[]): LayerReading[] =>
  read.flatMap((each) => [...flat(each.inner ?? []), each]);

/** Of every kernel. */
function l2Of(read: readonly LayerReading[]): number[] {
  return flat(read).flatMap(({ layer, shortcutPenalty }) => {
    if (shortcutPenalty) return [shortcutPenalty.l2 ?? 0];
    return takesPenalty(layer) ? [layer.l2 ?? 0] : [];
  });
}

function less(reading: LayerReading, common: number): LayerReading {
  const inner = reading.inner?.map((each) => less(each, common));
  const { layer } = reading;
  if (layer.type === "residual")
    return {
      ...reading,
      inner: inner!,
      layer: { ...layer, layers: inner!.map((each) => each.layer) as typeof layer.layers },
    };
  if (!takesPenalty(layer)) return reading;
  const changed = Object.assign({}, layer);
  const own = Number(((layer.l2 ?? 0) - common).toPrecision(12));
  if (own > 0) changed.l2 = own;
  else delete changed.l2;
  return { ...reading, layer: changed };
}
