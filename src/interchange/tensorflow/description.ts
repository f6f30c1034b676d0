import type { Preparation } from "../../fields/preparation";
import type { Experiment } from "../../experiment/schema";
import { columnName, rawInputsOf } from "../raw-inputs";
import type { TrainedNetwork } from "../trained-network";

/** What stands beside a model's numbers: where it comes from, and what its inputs and outputs mean. */
export interface Description {
  readonly experiment: Experiment;
  readonly variant: string;
  readonly seed: number;
  readonly epoch: number;
  /** The lab's version. */
  readonly lab: string;
  readonly preparation: Preparation;
  /** Names of the classes in the order of their numbers. */
  readonly classes?: readonly string[];
  /** Texts of each column of texts in the order of their numbers: after them stand a gap, and any other text. */
  readonly texts?: Readonly<Record<string, readonly string[]>>;
  /** Of a matrix of numbers. */
  readonly columns?: readonly string[];
}

export function description({ origin, preparation }: TrainedNetwork): Description {
  const raw = rawInputsOf(preparation);
  const texts = raw.kind === "table" ? raw.texts : [];
  const { target } = preparation;
  return {
    ...origin,
    preparation,
    ...(target.task === "classification" && { classes: target.classes }),
    ...(texts.length > 0 && {
      texts: Object.fromEntries(texts.map(({ column, keys }) => [columnName(column), keys])),
    }),
    ...(raw.kind === "table" && { columns: raw.numbers.columns.map(columnName) }),
  };
}

/** "wine, variant dropout, seed 1, epoch 20" */
export function originText({ origin: { experiment, variant, seed, epoch } }: TrainedNetwork): string {
  return `${experiment.name}, variant ${variant}, seed ${seed}, epoch ${epoch}`;
}
