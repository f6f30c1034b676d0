import { expect, test } from "vitest";
import { drawDropoutMask, dropoutOdds } from "../dropout";
import { purposes, RandomStream } from "../../random/random";
import { layersOf } from "../testing";
import { dropoutMasks, dropoutState } from "./dropout";
import { Graph, type GraphFunction } from "../../tensor/graph";
import { addLoop } from "./loop";
import { bitcast, compare, fill, floats, integer, integers, reshape } from "../../tensor/ops";
import { encodeSavedModel } from "./saved-model";
import { Session } from "./session";
import { messages, onNative } from "./testing";

onNative((native) => {
  test.each([
    [0.1, 20],
    [0.3, 21],
    [0.5, 1],
    [0.999, 2],
    [0.999999, 40],
    [1 / 3, 21],
  ])("draws the plain engine's masks bit for bit, rate %d, %i units", (rate, units) => {
    const [seed, layer, step, pass, rows] = [4123456789, 1, 70000, 5, 33];
    const layers = layersOf(
      { type: "dense", units },
      { type: "dropout", rate: 0.4 },
      { type: "dropout", rate },
    );
    const design = { layers };
    const odds = dropoutOdds(rate);
    const graph = new Graph("MatMul");
    const functions: GraphFunction[] = [];
    const keys = [0, 1].flatMap((ordinal) => [seed | 0, (purposes.trainingMask << 16) | ordinal]);
    const state = {
      ...dropoutState(design, graph, {
        keys: reshape(graph, integers(graph, keys), [2, 1, 2]),
        firstKept: integers(graph, [0, odds.firstKept]),
        kept: floats(graph, [1, odds.kept]),
      }),
      counter: bitcast(graph, reshape(graph, integers(graph, [0, 0, step, pass]), [2, 2]), "uint64"),
      mask: fill(graph, [rows, units], 0),
      rounds: integer(graph, 0),
    };
    const { mask } = addLoop(graph, functions, "draw", state, {
      goesOn: (body, { rounds }) => compare(body, "Less", rounds!, integer(body, 1)),
      round: (body, each) => {
        const masks = dropoutMasks(
          design,
          body,
          each,
          () => each["counter"]!,
          (words) => integers(body, [rows, words]),
        );
        return { mask: masks(layer, units)!, rounds: integer(body, 1) };
      },
    });
    const session = new Session(native().tf, encodeSavedModel(messages, graph, functions));
    const [drawn] = session.run([], [mask!]);
    const reference = new RandomStream(seed, "trainingMask", { layer, step, pass });
    expect(drawn!.dataSync()).toEqual(drawDropoutMask(reference, rate, rows, units));
    drawn!.dispose();
    session.dispose();
  });
});
