import { afterEach, describe, expect, test, type TestContext } from "vitest";
import { RandomStream } from "../../random/random";
import { Graph, type Output } from "../../tensor/graph";
import { floats, reshape } from "../../tensor/ops";
import { type ProductPrecision } from "../../nn/products";
import { roundedToBfloat16 } from "../../tensor/bfloat16";
import { kernelProducts } from "../../tensor/products";
import { addOwnOps } from "./own-ops";
import { dataOf, layersOf, letItRun, trainingOf } from "../testing";
import { GraphEngine } from "./graph-engine";
import { messages, onNative, resultsByName, resultsOf, weightsApart, withEachCount } from "./testing";

/** Sizes around the groups of 6 and 14 rows, the panels of 16 and 32 columns and the 1024 places that are summed at once. */
const random = new RandomStream(20261129, "dataSampling");
const upTo = (most: number): number => 1 + random.integer(most);
const cases = [
  ...Array.from({ length: 30 }, () => ({ rows: upTo(45), inputs: upTo(70), units: upTo(70) })),
  { rows: 3, inputs: 1025, units: 33 },
  { rows: 1030, inputs: 5, units: 40 },
  { rows: 17, inputs: 34, units: 2100 },
  // The last of these have few panels, so that threads share the groups.
  { rows: 130, inputs: 300, units: 10 },
];

type Sizes = (typeof cases)[number];

/** @param given numbers in turn */
function productsOf(
  native: Parameters<Parameters<typeof onNative>[0]>[0],
  { rows, inputs, units }: Sizes,
  own: boolean,
  given: (index: number) => number,
  precision: ProductPrecision = "float32",
) {
  const graph = new Graph({ matMul: "MatMul", own });
  const constant = (...shape: number[]) => {
    const size = shape.reduce((a, b) => a * b);
    return reshape(
      graph,
      floats(
        graph,
        Array.from({ length: size }, (_, index) => given(index)),
      ),
      shape,
    );
  };
  const [x, kernel, bias, back] = [
    constant(rows, inputs),
    constant(inputs, units),
    constant(units),
    constant(rows, units),
  ] as const;
  const products = kernelProducts(graph, kernel, precision === "bfloat16");
  const outputs: Record<string, Output> = {
    forward: products.forward(x, bias),
    toInputs: products.toInputs(back),
    toKernel: products.toKernel(x, back),
  };
  return resultsByName(native().tf, graph, outputs);
}

type Term = (row: number, column: number, at: number) => number;

/** The same of rounded factors, by the definition, summed in float64. */
function roundedProductsOf({ rows, inputs, units }: Sizes, given: (index: number) => number) {
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, index) => given(index));
  const factors = (count: number) => roundedToBfloat16(numbers(count));
  const [x, kernel, back] = [factors(rows * inputs), factors(inputs * units), factors(rows * units)];
  const sums = (name: string, shape: [number, number], depth: number, term: Term) => {
    const values = Array.from({ length: shape[0] * shape[1] }, (_, index) => {
      const [row, column] = [Math.floor(index / shape[1]), index % shape[1]];
      let total = 0;
      for (let at = 0; at < depth; at++) total += term(row, column, at);
      return total;
    });
    return { name, shape, values };
  };
  const bias = numbers(units);
  const { values, ...forward } = sums("forward", [rows, units], inputs, (row, unit, at) => {
    return x[row * inputs + at]! * kernel[at * units + unit]!;
  });
  return [
    { ...forward, values: values.map((value, index) => value + bias[index % units]!) },
    sums("toInputs", [rows, inputs], units, (row, input, at) => {
      return back[row * units + at]! * kernel[input * units + at]!;
    }),
    sums("toKernel", [inputs, units], rows, (input, unit, at) => {
      return x[at * inputs + input]! * back[at * units + unit]!;
    }),
  ];
}

const threadsBefore = process.env["TF_NUM_INTRAOP_THREADS"];
afterEach(() => {
  if (threadsBefore === undefined) delete process.env["TF_NUM_INTRAOP_THREADS"];
  else process.env["TF_NUM_INTRAOP_THREADS"] = threadsBefore;
  addOwnOps();
});

onNative((native) => {
  test.for(cases)("the lab's products of a kernel are TensorFlow's: %o", (sizes, context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    // Sums of whole numbers are exact.
    const whole = (index: number) => ((index * 37) % 11) - 5;
    expect(productsOf(native, sizes, true, whole)).toEqual(productsOf(native, sizes, false, whole));
  });

  test.for(cases)("products of bfloat16 are those of rounded factors: %o", (sizes) => {
    // Some above 256, where every other whole number is none of bfloat16; sums of these are exact.
    const whole = (index: number) => (index % 13 === 0 ? 257 + (index % 40) : ((index * 37) % 11) - 5);
    const expected = roundedProductsOf(sizes, whole);
    expect(productsOf(native, sizes, false, whole, "bfloat16")).toEqual(expected);
    if (addOwnOps()) expect(productsOf(native, sizes, true, whole, "bfloat16")).toEqual(expected);
  });

  const threadCases = cases
    .slice(-4)
    .flatMap((sizes) => (["float32", "bfloat16"] as const).map((precision) => ({ ...sizes, precision })));
  test.for(threadCases)("their bits are the same with any number of threads: %o", async (sizes, context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const fractions = (index: number) => Math.sin(index * index);
    const [one, ...more] = await withEachCount(() =>
      productsOf(native, sizes, true, fractions, sizes.precision),
    );
    for (const several of more) expect(several).toEqual(one);
  });

  const layers = layersOf(
    { type: "dense", units: 520 },
    { type: "leakyRelu" },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 4 },
  );
  const data = dataOf({ rows: 310, features: 520, outputs: 4 });
  const planWith = (training: Parameters<typeof trainingOf>[0]) => ({
    ...{ layers, seed: 3 },
    training: trainingOf({ batchSize: 32, ...training }),
  });
  const opened = (threads: number) => {
    process.env["TF_NUM_INTRAOP_THREADS"] = String(threads);
    const own = addOwnOps();
    const { tf, environment } = native();
    return new GraphEngine(tf, { ...environment, ...(own && { kernels: own }) }, messages);
  };

  test("a wide network of two threads trains as on the plain engine, within 1e-4", async (context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const plan = planWith({});
    const own = await resultsOf(opened(2), plan, data, 2);
    const reference = await resultsOf(native().plain, plan, data, 2);
    expect(weightsApart(own.weights, reference.weights)).toBeLessThan(1e-4);
  });

  describe("training with products of bfloat16", () => {
    const bfloat16 = planWith({ products: "bfloat16", optimizer: { type: "sgd", learningRate: 0.01 } });
    const kernels = ["TensorFlow's", "the lab's"];
    const openedWith = (name: string, context: TestContext) => {
      const isOwn = name === "the lab's";
      context.skip(isOwn && !addOwnOps(), "the lab's own operations are not there: npm run setup says why");
      return isOwn ? opened(1) : native().byTensorflow;
    };

    // A factor half-way between two bfloat16 falls to either side, so that engines part further than in float32.
    test.for(kernels)("is as on the plain engine, within 1e-4, by %s kernels", async (name, context) => {
      const engine = openedWith(name, context);
      const own = await resultsOf(engine, bfloat16, data, 2);
      const reference = await resultsOf(native().plain, bfloat16, data, 2);
      expect(weightsApart(own.weights, reference.weights)).toBeLessThan(1e-4);
      const float32 = await resultsOf(engine, planWith({ optimizer: bfloat16.training.optimizer }), data, 2);
      expect(weightsApart(own.weights, float32.weights)).toBeGreaterThan(1e-3);
    });

    test.for(kernels)("goes on from its state bit for bit, by %s kernels", async (name, context) => {
      const run = openedWith(name, context).openRun(bfloat16, data);
      await run.trainEpoch(1, letItRun);
      const state = await run.state();
      await run.trainEpoch(2, letItRun);
      const continued = openedWith(name, context).openRun(bfloat16, data, state);
      await continued.trainEpoch(2, letItRun);
      expect(weightsApart(await continued.weights(), await run.weights())).toBe(0);
      for (const each of [run, continued]) each.dispose();
    });

    test.for([...kernels, "the plain engine's"])(
      "evaluates in float32, by %s kernels",
      async (name, context) => {
        const engine = name.includes("plain") ? native().plain : openedWith(name, context);
        const measured = async (training: Parameters<typeof trainingOf>[0]) => {
          const run = engine.openRun(planWith(training), data);
          const both = [
            await run.evaluate("validation", "eval", 1, 0, letItRun),
            await run.evaluate("validation", "evalForgotten", 1, 0, letItRun),
          ];
          run.dispose();
          return both;
        };
        expect(await measured({ products: "bfloat16" })).toEqual(await measured({}));
      },
    );

    test.for([...kernels, "the plain engine's"])(
      "changes nothing where no layer is wide, by %s kernels",
      async (name, context) => {
        const engine = name.includes("plain") ? native().plain : openedWith(name, context);
        const narrow = {
          ...bfloat16,
          layers: layersOf({ type: "dense", units: 16 }, { type: "dense", units: 4 }),
        };
        const float32 = { ...narrow, training: { ...narrow.training, products: "float32" as const } };
        expect(await resultsOf(engine, narrow, data, 1)).toEqual(await resultsOf(engine, float32, data, 1));
      },
    );
  });
});

describe("rounding to bfloat16", () => {
  test.each([
    // Seven bits follow the leading one.
    [1 + 2 ** -7, 1 + 2 ** -7],
    [1 + 2 ** -8, 1],
    [1 + 3 * 2 ** -8, 1 + 2 ** -6],
    [1 + 2 ** -8 + 2 ** -20, 1 + 2 ** -7],
    [-257, -256],
    [-259, -260],
    [0.1, 0.10009765625],
    [3.4e38, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ])("of %d gives %d", (value, rounded) => {
    expect([...roundedToBfloat16(Float32Array.of(value))]).toEqual([rounded]);
  });
});
