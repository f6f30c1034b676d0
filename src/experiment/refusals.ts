import { sourceKinds } from "../data/kinds";

/** Why a variant may not set what is at a place of the document. */
export type Refusal = "setShared" | "setMeasured" | "setOtherData" | "setLoss" | "setTrain";

/** Parts as a whole, and what says which runs there are. */
const shared = ["name", "variants", "seeds", "data", "network", "training", "evaluation"];

/** On which rows, and how, all runs are measured. */
const measured = [
  ...["data.validation", "data.test", "data.seed", "data.division", "data.group"],
  ...["evaluation.patience", "evaluation.measureAt", "evaluation.resample", "evaluation.halving"],
];

/** What makes other data of them, or another question: their losses would not be of one thing. */
const otherData = [
  ...["source", "task", "classes", "header"],
  ...sourceKinds.flatMap(({ fields }) =>
    [...fields].flatMap(({ kind, key }) =>
      ["file", "column", "array", "notation"].includes(kind) ? [key] : [],
    ),
  ),
].map((key) => `data.${key}`);

/** Null if a variant may set it, or if there is no such place. */
export function refusalOf(path: string): Refusal | null {
  const isIn = (places: readonly string[]) =>
    places.some((place) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`));
  if (shared.includes(path) || isIn(["variants", "seeds"])) return "setShared";
  if (path === "data.train") return "setTrain";
  if (path === "training.loss") return "setLoss";
  if (isIn(measured)) return "setMeasured";
  return isIn(otherData) ? "setOtherData" : null;
}
