import { expect, test } from "vitest";
import { presets } from "../../experiment/presets";
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
import { dataOf, layersOf, trainingOf } from "../testing";
import {
  type OnNative,
  onNative,
  resultsByName,
  resultsOf as resultsOfRun,
  weightsApart,
  withEachCount,
} from "./testing";

/** Whole sizes from 1 on, around the vectors of 8 and of 16 and the blocks of 12 and of 14 that the loops compute at once. */
const random = new RandomStream(20261129, "dataSampling");
const upTo = (most: number): number => 1 + random.integer(most);
const caseWith = (most: Record<"count" | "columns" | "channels" | "filters" | "stride", number>) => {
  const size = upTo(5);
  return {
    count: upTo(most.count),
    rows: size - 1 + upTo(12),
    columns: size - 1 + upTo(most.columns),
    channels: upTo(most.channels),
    filters: upTo(most.filters),
    window: { size, stride: upTo(most.stride), padding: random.integer(2) === 0 ? "valid" : "same" } as const,
  };
};
type Case = ReturnType<typeof caseWith>;
const cases = [
  ...Array.from({ length: 40 }, () =>
    caseWith({ count: 3, columns: 30, channels: 15, filters: 32, stride: 3 }),
  ),
  // So few filters that pixels fill the lanes instead, up to two blocks of them and more; and more pictures than parts of a sum.
  ...Array.from({ length: 40 }, () =>
    caseWith({ count: 20, columns: 70, channels: 8, filters: 8, stride: 1 }),
  ),
];
/** Large enough that threads divide them. */
const large = (channels: number, filters: number, count = 19): Case => ({
  ...{ count, rows: 21, columns: 23, channels, filters },
  window: { size: 5, stride: 1, padding: "same" },
});
const largeCases = [
  ...[large(1, 6), large(6, 16), large(8, 8), large(3, 4, 64), large(15, 32, 5)],
  { ...large(3, 5), window: { size: 2, stride: 2, padding: "valid" } as const },
];

/** @param given numbers in turn */
function resultsOf(native: OnNative, each: Case, own: boolean, given: (index: number) => number) {
  const { count, rows, columns, channels, filters, window } = each;
  const { size, stride, padding } = window;
  const places = (pixels: number) =>
    padding === "same" ? Math.ceil(pixels / stride) : Math.floor((pixels - size) / stride) + 1;
  let index = 0;
  const graph = new Graph({ matMul: "MatMul", own });
  const constant = (...shape: number[]) => {
    const length = shape.reduce((a, b) => a * b);
    return reshape(
      graph,
      floats(
        graph,
        Array.from({ length }, () => given(index++)),
      ),
      shape,
    );
  };
  const kernel = [size, size, channels, filters];
  const over = [count, places(rows), places(columns)];
  const x = constant(count, rows, columns, channels);
  const convolved = biasedConvolution(graph, x, constant(...kernel), constant(filters), kernel, window);
  const back = constant(...over, filters);
  const pooledBack = constant(...over, channels);
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
  return resultsByName(native.tf, graph, outputs);
}

const missing = "the lab's own operations are not there: npm run setup says why";

onNative((native) => {
  test.for(cases)("the lab's convolutions and pools are TensorFlow's: %o", (each, context) => {
    context.skip(!addOwnOps(), missing);
    const resultsBy = (own: boolean) => {
      const numbers = new RandomStream(each.rows * 1000 + each.columns, "dataSampling");
      // Whole numbers, so that pools meet equal ones.
      return resultsOf(native(), each, own, () => numbers.integer(9) - 4);
    };
    const own = resultsBy(true);
    for (const [index, theirs] of resultsBy(false).entries()) {
      const ours = own[index]!;
      expect(ours.shape, theirs.name).toEqual(theirs.shape);
      const apart = ours.values.map((value, place) => Math.abs(value - theirs.values[place]!));
      // Sums of whole numbers are exact; an average's share is not.
      expect(Math.max(...apart), theirs.name).toBeLessThan(theirs.name.startsWith("average") ? 1e-5 : 1e-9);
    }
  });

  test.for(largeCases)("their bits are the same with any number of threads: %o", async (each, context) => {
    context.skip(!addOwnOps(), missing);
    const [one, ...more] = await withEachCount(() =>
      resultsOf(native(), each, true, (index) => Math.sin(index * index)),
    );
    for (const several of more) expect(several).toEqual(one);
  });

  const convolutions = presets.lenet.document.network.layers.slice(0, 6);
  const layers = layersOf(
    ...convolutions,
    { type: "dense", units: 84 },
    { type: "tanh" },
    { type: "dropout", rate: 0.5 },
    { type: "dense", units: 4 },
  );

  test.for(["adam", "sgd"] as const)(
    "LeNet-5 trains with %s as on the plain engine, with the same bits with any number of threads",
    async (type, context) => {
      context.skip(!addOwnOps(), missing);
      const image: [number, number, number] = [26, 22, 1];
      const data = { ...dataOf({ rows: 70, features: 26 * 22, outputs: 4 }), image };
      const optimizer = { type, learningRate: 0.003 };
      const plan = { layers, seed: 3, training: trainingOf({ batchSize: 32, optimizer }) };
      const { engine, plain } = native();
      const [one, ...more] = await withEachCount(() => resultsOfRun(engine, plan, data));
      for (const several of more) expect(several).toEqual(one);
      const { weights } = await resultsOfRun(plain, plan, data);
      expect(weightsApart(one!.weights, weights)).toBeLessThan(1e-4);
    },
  );
});
