import { expect, test } from "vitest";
import { drawDropoutMask } from "../../nn/layers/dropout/mask";
import { graphOf } from "../../nn/layers/graph";
import { purposes, RandomStream } from "../../random/random";
import { Graph, type GraphFunction } from "../../tensor/graph";
import { bitcast, compare, fill, floats, integer, integers, reshape } from "../../tensor/ops";
import { layersOf } from "../testing";
import { addLoop } from "./loop";
import { addOwnOps } from "./own-ops";
import { argumentValues, layerRandom, randomState } from "./random";
import { encodeSavedModel } from "./saved-model";
import { Session } from "./session";
import { messages, onNative } from "./testing";

onNative((native) => {
  const shapes = [
    [0.1, 20, 33],
    [0.3, 21, 33],
    [0.5, 1, 33],
    [0.999, 2, 33],
    [0.999999, 40, 33],
    [1 / 3, 21, 33],
    // More words than are drawn at once, in rows of even and of odd length.
    [0.5, 5000, 9],
    [0.5, 5001, 9],
  ] as const;
  const cases = shapes.flatMap(([rate, units, rows]) =>
    [false, true].map((own) => ({ rate, units, rows, own })),
  );
  test.for(cases)("draws the plain engine's masks bit for bit: %o", ({ rate, units, rows, own }, context) => {
    context.skip(own && !addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const [seed, ordinal, step, pass] = [4123456789, 1, 70000, 5];
    const layers = layersOf(
      { type: "dense", units },
      { type: "dropout", rate: 0.4 },
      { type: "dropout", rate },
    );
    const graph = new Graph({ matMul: "MatMul", own });
    const functions: GraphFunction[] = [];
    const keys = [0, 1].flatMap((each) => [seed | 0, (purposes.trainingMask << 16) | each]);
    const given = argumentValues(layers);
    const state = {
      ...randomState({ layers }, graph, {
        keys: reshape(graph, integers(graph, keys), [2, 1, 2]),
        integers: integers(graph, given.integers),
        floats: floats(graph, given.floats),
      }),
      counter: bitcast(graph, reshape(graph, integers(graph, [0, 0, step, pass]), [2, 2]), "uint64"),
      mask: fill(graph, [rows, units], 0),
      rounds: integer(graph, 0),
    };
    const { mask } = addLoop(graph, functions, "draw", state, {
      condition: (body, { rounds }) => compare(body, "Less", rounds!, integer(body, 1)),
      round: (body, each) => {
        const random = layerRandom(
          body,
          each,
          () => each["counter"]!,
          (words) => integers(body, [rows, words]),
        );
        const layer = layers.at(-1)!;
        const drawn = graphOf(layer).forward({
          graph: body,
          layer,
          inputs: fill(body, [rows, units], 1),
          shape: [units],
          mode: "train",
          read: () => expect.unreachable("it has no parameters"),
          random: () => random(ordinal),
        });
        return { mask: drawn!.outputs, rounds: integer(body, 1) };
      },
    });
    const session = new Session(native().tf, encodeSavedModel(messages, graph, functions));
    const [drawn] = session.run([], [mask!]);
    const reference = new RandomStream(seed, "trainingMask", { layer: ordinal, step, pass });
    expect(drawn!.dataSync()).toEqual(drawDropoutMask(reference, rate, rows, units));
    drawn!.dispose();
    session.dispose();
  });
});
