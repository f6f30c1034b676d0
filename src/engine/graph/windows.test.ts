import { expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import { Graph, type Output } from "../../tensor/graph";
import { floats, reshape } from "../../tensor/ops";
import {
  averagePool,
  averagePoolGradient,
  biasedConvolution,
  maxPool,
  maxPoolGradient,
} from "../../tensor/pictures";
import { addOwnOps } from "./own-ops";
import { encodeSavedModel } from "./saved-model";
import { Session } from "./session";
import { messages, onNative } from "./testing";

/** Whole sizes from 1 on, around the vectors of 8 and of 16 and the blocks of 12 and of 14 that the loops compute at once. */
const random = new RandomStream(20261129, "dataSampling");
const upTo = (most: number): number => 1 + random.integer(most);
const cases = Array.from({ length: 40 }, () => {
  const size = upTo(5);
  return {
    count: upTo(3),
    rows: size - 1 + upTo(12),
    columns: size - 1 + upTo(30),
    channels: upTo(15),
    filters: upTo(32),
    window: { size, stride: upTo(3), padding: random.integer(2) === 0 ? "valid" : "same" } as const,
  };
});

onNative((native) => {
  test.for(cases)("the lab's convolutions and pools are TensorFlow's: %o", (each, context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const { count, rows, columns, channels, filters, window } = each;
    const { size, stride, padding } = window;
    const places = (pixels: number) =>
      padding === "same" ? Math.ceil(pixels / stride) : Math.floor((pixels - size) / stride) + 1;
    const numbers = new RandomStream(rows * 1000 + columns, "dataSampling");
    /** Whole numbers, so that pools meet equal ones. */
    const given = (...shape: number[]) =>
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => numbers.integer(9) - 4);
    const picture = [count, rows, columns, channels];
    const kernel = [size, size, channels, filters];
    const places2 = [count, places(rows), places(columns)];
    const values = {
      x: given(...picture),
      kernel: given(...kernel),
      bias: given(filters),
      back: given(...places2, filters),
      pooledBack: given(...places2, channels),
    };
    const resultsOf = (own: boolean) => {
      const graph = new Graph({ matMul: "MatMul", own });
      const constant = (of: number[], shape: number[]) => reshape(graph, floats(graph, of), shape);
      const x = constant(values.x, picture);
      const back = constant(values.back, [...places2, filters]);
      const pooledBack = constant(values.pooledBack, [...places2, channels]);
      const convolved = biasedConvolution(
        graph,
        x,
        constant(values.kernel, kernel),
        constant(values.bias, [filters]),
        kernel,
        window,
      );
      const { kernel: ofKernel, bias } = convolved.toParameters(back);
      const largest = maxPool(graph, x, window);
      const outputs: Record<string, Output> = {
        convolved: convolved.outputs,
        toInputs: convolved.toInputs(back),
        toKernel: ofKernel,
        toBias: bias,
        largest,
        largestToInputs: maxPoolGradient(graph, x, largest, pooledBack, window),
        average: averagePool(graph, x, window),
        averageToInputs: averagePoolGradient(graph, x, pooledBack, window),
      };
      const session = new Session(native().tf, encodeSavedModel(messages, graph, []));
      const found = session.run([], Object.values(outputs));
      const results = Object.keys(outputs).map((name, index) => {
        const { shape } = found[index]!;
        return { name, shape, values: [...found[index]!.dataSync()] };
      });
      for (const tensor of found) tensor.dispose();
      session.dispose();
      return results;
    };
    const own = resultsOf(true);
    for (const [index, theirs] of resultsOf(false).entries()) {
      const ours = own[index]!;
      expect(ours.shape, theirs.name).toEqual(theirs.shape);
      const apart = ours.values.map((value, place) => Math.abs(value - theirs.values[place]!));
      // Sums of whole numbers are exact; an average's share is not.
      expect(Math.max(...apart), theirs.name).toBeLessThan(theirs.name.startsWith("average") ? 1e-5 : 1e-9);
    }
  });
});
