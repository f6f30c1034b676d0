import type { Fault } from "../messages/failure";
import { faultsOfSchema } from "./faults";
import { readParts } from "./parts";
import { experimentSchema, type DataShape, type Experiment } from "./schema";
import { semanticFaults } from "./semantics";
import { shapeOfData } from "../data/kinds";
import { changedFaults } from "./variant-check";
import { warningsOf } from "./warnings";

export { shapeOfData };

export interface Check {
  /** The document with every default filled in; null where there are faults. */
  readonly experiment: Experiment | null;
  readonly faults: readonly Fault[];
  /** Allowed but unwise, each with its reason. */
  readonly warnings: readonly Fault[];
}

/**
 * Finds every problem of a document at once: of its form, and of its meaning if the needed parts are right. `shape`
 * is the data's actual shape, if the document cannot tell it. Never throws.
 */
export function checkExperiment(document: unknown, shape?: DataShape): Check {
  const parsed = faultsOfSchema(experimentSchema, document);
  const parts = readParts(document);
  const known = shapeOfData(parts.data) ?? shape ?? null;
  const own = [...parsed.faults, ...semanticFaults(parts, known)];
  const faults = [...own, ...changedFaults(document, parts, known, own)];
  return {
    experiment: faults.length === 0 ? parsed.value : null,
    faults,
    warnings:
      parsed.value === null
        ? []
        : warningsOf(parsed.value, known).filter((warning) => !isOfRefused(warning, faults)),
  };
}

/** Without the changes that are refused, a variant looks like another one. */
function isOfRefused({ path }: Fault, faults: readonly Fault[]): boolean {
  return /^variants\[\d+\]$/.test(path) && faults.some((fault) => fault.path.startsWith(`${path}.`));
}
