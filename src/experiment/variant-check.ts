import type { Fault } from "../messages/failure";
import { shapeOfData } from "../data/kinds";
import { changeableOf, changedBy, placeOfChange } from "./changes";
import { fault } from "./faults";
import { type Parts, readParts } from "./parts";
import type { DataShape, Experiment } from "./schema";
import { semanticFaults } from "./semantics";
import { experimentOf, hasOwnData, shapeOfVariant } from "./variants";

/**
 * The problems of the documents that variants make by what they `set`, each at its variant. What the document itself has
 * is not told again. Nothing is said while the network or the training cannot be read: their own problems come first.
 * @param found the problems of the document itself
 */
export function changedFaults(
  document: unknown,
  parts: Parts,
  shape: DataShape | null,
  found: readonly Fault[],
) {
  const own = changeableOf(document);
  if (own === null) return [];
  const known = new Set(found.map(keyOf));
  return parts.variants.flatMap(({ set, train, ...variant }, index) => {
    // Too large a width would be told again of each layer.
    if (set === undefined || known.has(`variants[${index}].width widthTooLarge`)) return [];
    const { value, faults } = changedBy(experimentOf(own, variant), set);
    if (value === null)
      return faults.flatMap((fault) => (known.has(keyOf(fault)) ? [] : [moved(fault, index)]));
    if (own.evaluation.halving && "training.epochs" in set)
      return [fault(placeOfChange(index, "training.epochs"), "setEpochsHalved")];
    const changed = readParts({ ...(document as object), ...value, variants: [{ train }], seeds: [] });
    const ownShape = hasOwnData({ set }) ? shapeOfData(changed.data) : shape;
    return semanticFaults(changed, ownShape).flatMap((fault) => {
      const atVariant = moved(fault, index);
      return known.has(keyOf(fault)) || known.has(keyOf(atVariant)) ? [] : [atVariant];
    });
  });
}

/**
 * What is unwise about the experiments that variants make by what they `set`, each once, at the first variant that has it
 * and only if the others have not.
 * @param warningsOf an experiment without such variants
 */
export function changedWarnings(
  experiment: Experiment,
  shape: DataShape | null,
  found: readonly Fault[],
  warningsOf: (experiment: Experiment, shape: DataShape | null) => Fault[],
): Fault[] {
  const known = new Set(found.map(keyOf));
  return experiment.variants.flatMap((variant, index) => {
    if (variant.set === undefined) return [];
    const { name, train } = variant;
    const own = { ...experimentOf(experiment, variant), variants: [{ name, ...(train && { train }) }] };
    return warningsOf(own, shapeOfVariant(experiment, variant, shape)).flatMap((fault) => {
      if (known.has(keyOf(fault))) return [];
      known.add(keyOf(fault));
      return [moved(fault, index)];
    });
  });
}

const keyOf = ({ path, code }: Fault) => `${path} ${code}`;

/** A problem of a variant's own experiment, at the variant. */
function moved(fault: Fault, index: number): Fault {
  const { path } = fault;
  const own = /^variants\[0\](.*)$/.exec(path);
  return { ...fault, path: own ? `variants[${index}]${own[1]!}` : placeOfChange(index, path) };
}
