import { nearestFew } from "../messages/nearest";
import type { Experiment } from "../experiment/schema";
import { LabError } from "../messages/failure";

/**
 * That the variant which `--baseline` names is there; nothing where it is not given.
 * @throws LabError `noSuchVariant`, `noSuchVariantNear`
 */
export function expectVariant({ name, variants }: Experiment, baseline: string | undefined): void {
  const names = variants.map((variant) => variant.name);
  if (baseline === undefined || names.includes(baseline)) return;
  const quoted = (some: readonly string[]) => some.map((one) => `"${one}"`).join(", ");
  const near = nearestFew(baseline, names);
  const parameters = { experiment: name, variant: baseline };
  if (near.length > 0) throw new LabError("noSuchVariantNear", { ...parameters, nearest: quoted(near) });
  const few = names.length > 10 ? `${quoted(names.slice(0, 10))}, …` : quoted(names);
  throw new LabError("noSuchVariant", { ...parameters, variants: few });
}
