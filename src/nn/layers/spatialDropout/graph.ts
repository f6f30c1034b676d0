import { binary, reshape } from "../../../tensor/ops";
import { dropoutOdds } from "../dropout/mask";
import { graphLayer, multiplied } from "../graph-layer";
import { keptUnits } from "../graph-kept";
import { mapsOf, spatialDropout } from "./layer";

export const spatialDropoutGraph = graphLayer(spatialDropout, {
  spec: ({ rate }) => ({ off: rate === 0 }),
  arguments: {
    firstKept: { type: "uint16", of: ({ rate }) => dropoutOdds(rate).firstKept },
    kept: { type: "float32", of: ({ rate }) => dropoutOdds(rate).kept },
  },
  forward({ graph, layer: { rate }, inputs, shape, mode, random }) {
    if (rate === 0 || mode === "eval") return null;
    const own = random();
    const maps = mapsOf(shape);
    const isKept = keptUnits(graph, own, own.words, maps);
    const ofMaps = binary(graph, "Mul", isKept, own.argument("kept"));
    const across = shape.slice(1).map(() => 1);
    return multiplied(
      graph,
      inputs,
      shape.length === 1 ? ofMaps : reshape(graph, ofMaps, [-1, ...across, maps]),
    );
  },
});
