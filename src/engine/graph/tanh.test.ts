import { expect, test } from "vitest";
import { Graph } from "../../tensor/graph";
import { floats } from "../../tensor/ops";
import { tanhOf, tanhToInputs } from "../../tensor/own-ops";
import { addOwnOps } from "./own-ops";
import { onNative, resultsByName, withEachCount } from "./testing";

onNative((native) => {
  const resultsOf = (x: readonly number[], back: readonly number[]) => {
    const graph = new Graph({ matMul: "MatMul", own: true });
    const outputs = tanhOf(graph, floats(graph, x));
    const toInputs = tanhToInputs(graph, outputs, floats(graph, back));
    return resultsByName(native().tf, graph, { outputs, toInputs }).map(({ values }) => values);
  };

  test("the lab's tanh is right to some units of the last place, with any number of threads", async (context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    // From -33 to 33, most of them near 0; the last ones fill a part of a vector.
    const x = Float32Array.from({ length: 40_003 }, (_, index) => ((index - 20_000.5) / 2000) ** 3 / 30);
    const back = Float32Array.from(x, (_, index) => Math.sin(index * index));
    const [one, ...more] = await withEachCount(() => resultsOf([...x], [...back]));
    for (const several of more) expect(several).toEqual(one);
    const [outputs, toInputs] = one as [number[], number[]];
    const unit = 2 ** -23;
    const apart = outputs.map((y, index) => Math.abs(y / Math.tanh(x[index]!) - 1));
    expect(Math.max(...apart)).toBeLessThan(4 * unit);
    expect(Math.max(...outputs.map(Math.abs))).toBe(1);
    const gradientsApart = outputs.map((y, index) => Math.abs(toInputs[index]! - back[index]! * (1 - y * y)));
    expect(Math.max(...gradientsApart)).toBeLessThan(unit);
  });

  test("its ends are 1, 0 has a sign, and NaN stays", (context) => {
    context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");
    const [outputs, toInputs] = resultsOf([0, -0, Infinity, -Infinity, 1e30, NaN], [1, 2, 3, 4, 5, 6]);
    expect(outputs).toEqual([0, -0, 1, -1, 1, NaN]);
    expect(toInputs).toEqual([1, 2, 0, 0, 0, NaN]);
  });
});
