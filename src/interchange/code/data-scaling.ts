import type { PartialData } from "../../data/kinds";
import type { DataShape } from "../../fields/shape";
import type { InputScaling } from "./plan";

/**
 * How the inputs of a document's data are scaled, as far as the document tells it: pictures in arrays and tables may hold shares of
 * 0 to 1, which only the file tells.
 */
export function scalingOf(data: PartialData, { image }: Pick<DataShape, "image">): InputScaling {
  switch (data.source) {
    case "digits":
      return { kind: "none" };
    case "idx":
    case "pictures":
      return { kind: "divided", by: 255, masked: false };
    case "npz":
      return image ? { kind: "divided", by: 255, masked: false } : { kind: "standardised", masked: false };
    case "table": {
      const { scaling = image ? "by255" : "standardise", columns } = data;
      if (scaling === "none") return { kind: "none" };
      if (scaling === "by255") {
        const masked = columns?.some(({ role, kind }) => role === "feature" && kind !== "number");
        return { kind: "divided", by: 255, masked: masked ?? false };
      }
      const masked = columns?.some(
        ({ role, kind }) => role === "feature" && kind !== "number" && kind !== "date",
      );
      return { kind: scaling === "unit" ? "unit" : "standardised", masked: masked ?? true };
    }
    default:
      return { kind: "standardised", masked: false };
  }
}
