import { binary, reshape } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { denseGraph } from "../dense/graph";
import { dropoutOdds } from "../dropout/mask";
import { graphLayer } from "../graph-layer";
import { keptUnits } from "../graph-kept";
import { dropConnect } from "./layer";

/** Formulas: plain.ts. */
export const dropConnectGraph = graphLayer(dropConnect, {
  chain: ({ rate }) => (rate === 0 ? { link: "dense" } : undefined),
  spec: ({ rate, units }) => ({ off: rate === 0, units }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    kept: { type: "float32", of: ({ rate }) => dropoutOdds(rate).kept },
  },
  forward(pass) {
    const { graph, shape, mode, read, random } = pass;
    const { rate, units, initializer } = pass.layer;
    const layer = { type: "dense", units, initializer } as const;
    if (rate === 0 || mode === "eval") return denseGraph.forward({ ...pass, layer });
    const own = random();
    const weights = sizeOf(shape) * units;
    const isKept = keptUnits(graph, own, own.sharedWords, weights);
    const scaled = binary(graph, "Mul", isKept, own.argument("kept"));
    const mask = reshape(graph, scaled, [sizeOf(shape), units]);
    const masked = binary(graph, "Mul", read("kernel"), mask);
    const step = denseGraph.forward({
      ...pass,
      layer,
      read: (name) => (name === "kernel" ? masked : read(name)),
    })!;
    return {
      ...step,
      toParameters(gradient) {
        const { kernel: ofMasked, bias } = step.toParameters!(gradient);
        return { kernel: binary(graph, "Mul", ofMasked!, mask), bias: bias! };
      },
    };
  },
});
