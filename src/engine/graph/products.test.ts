import { afterEach, expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import { Graph, type Output } from "../../tensor/graph";
import { floats, reshape } from "../../tensor/ops";
import { kernelProducts } from "../../tensor/products";
import { addOwnOps } from "./own-ops";
import { dataOf, layersOf, trainingOf } from "../testing";
import { GraphEngine } from "./graph-engine";
import { encodeSavedModel } from "./saved-model";
import { Session } from "./session";
import { messages, onNative, resultsOf, weightsApart } from "./testing";

/** A kernel of so many weights is wide, whatever its shape is here. */
const wide = 1e9;

/** Sizes around the groups of 6 and 14 rows, the panels of 16 and 32 columns and the 1024 places that are summed at once. */
const random = new RandomStream(20261129, "dataSampling");
const upTo = (most: number): number => 1 + random.integer(most);
const cases = [
  ...Array.from({ length: 30 }, () => ({ rows: upTo(45), inputs: upTo(70), units: upTo(70) })),
  { rows: 3, inputs: 1025, units: 33 },
  { rows: 1030, inputs: 5, units: 40 },
  { rows: 29, inputs: 64, units: 2100 },
  // The last of these have few panels, so that threads share the groups.
  { rows: 130, inputs: 300, units: 10 },
];

/** @param given numbers in turn */
function productsOf(
  native: Parameters<Parameters<typeof onNative>[0]>[0],
  { rows, inputs, units }: (typeof cases)[number],
  ownProducts: boolean,
  given: (index: number) => number,
) {
  const graph = new Graph({ matMul: "MatMul", own: false, ownProducts });
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
  const products = kernelProducts(graph, kernel, wide);
  const outputs: Record<string, Output> = {
    forward: products.forward(x, bias),
    toInputs: products.toInputs(back),
    toKernel: products.toKernel(x, back),
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

  test.for(cases.slice(-4))("their bits are the same with any number of threads: %o", (sizes, context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const fractions = (index: number) => Math.sin(index * index);
    const [one, ...more] = [1, 2, 3].map((threads) => {
      process.env["TF_NUM_INTRAOP_THREADS"] = String(threads);
      addOwnOps();
      return productsOf(native, sizes, true, fractions);
    });
    for (const several of more) expect(several).toEqual(one);
  });

  test("a wide network of two threads trains as on the plain engine, within 1e-4", async (context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    process.env["TF_NUM_INTRAOP_THREADS"] = "2";
    addOwnOps();
    const { tf, environment, plain } = native();
    const layers = layersOf(
      { type: "dense", units: 520 },
      { type: "leakyRelu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 4 },
    );
    const data = dataOf({ rows: 310, features: 520, outputs: 4 });
    const plan = { layers, training: trainingOf({ batchSize: 32 }), seed: 3 };
    const own = await resultsOf(new GraphEngine(tf, environment, messages), plan, data, 2);
    const reference = await resultsOf(plain, plan, data, 2);
    expect(weightsApart(own.weights, reference.weights)).toBeLessThan(1e-4);
  });
});
