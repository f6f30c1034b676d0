import { expect, test } from "vitest";
import { dataOf, layersOf, letItRun, trainingOf } from "../testing";
import { buildProgram } from "./program";
import { onNative } from "./testing";

type Layers = Parameters<typeof layersOf>;

const dropout = { type: "dropout", rate: 0.3 } as const;
const hidden = [{ type: "dense", units: 12 }, { type: "leakyRelu" }] as const;

/** What an epoch measures of the validation split by one call has the bits of a call for each mode. */
const networks: Record<string, Layers> = {
  "dropout after the first layer": [...hidden, dropout, ...hidden, dropout],
  "dropout in the second half": [...hidden, ...hidden, dropout],
  "dropout before all": [dropout, ...hidden],
  DropConnect: [...hidden, { type: "dropConnect", units: 8, rate: 0.4 }],
  noise: [...hidden, { type: "gaussianNoise", deviation: 0.2 }, ...hidden],
  "a block before dropout": [
    ...hidden,
    { type: "residual", layers: [{ type: "dense", units: 12 }, { type: "relu" }] },
    dropout,
  ],
  "a block around dropout": [
    ...hidden,
    { type: "residual", layers: [{ type: "dense", units: 12 }, dropout, { type: "relu" }] },
  ],
  "batch normalisation and dropout": [...hidden, { type: "batchNorm" }, dropout],
  "dropout of rate 0": [...hidden, { type: "dropout", rate: 0 }, ...hidden],
};

onNative((native) => {
  const data = dataOf({ rows: 4100, features: 6, outputs: 4 });

  test.each(Object.entries(networks))("both modes together are as each alone: %s", async (_, layers) => {
    const plan = {
      layers: layersOf(...layers, { type: "dense", units: 4 }),
      training: trainingOf({ batchSize: 64 }),
      seed: 2,
    };
    const { engine } = native();
    const [together, alone] = [engine.openRun(plan, data), engine.openRun(plan, data)];
    for (const epoch of [1, 2]) {
      await together.trainEpoch(epoch, letItRun);
      await alone.trainEpoch(epoch, letItRun);
      const of = (run: typeof alone, mode: "eval" | "evalForgotten", pass = 0) =>
        run.evaluate("validation", mode, epoch, pass, letItRun);
      const correct = await of(together, "eval");
      const forgotten = await of(together, "evalForgotten");
      const second = await of(together, "evalForgotten", 1);
      expect(await of(alone, "evalForgotten", 1)).toEqual(second);
      expect(await of(alone, "evalForgotten")).toEqual(forgotten);
      expect(await of(alone, "eval")).toEqual(correct);
      expect(await of(together, "evalForgotten")).toEqual(forgotten);
    }
    for (const each of [together, alone]) each.dispose();
  });

  test("so are those of a network whose rows take several calls", async () => {
    const plan = {
      layers: layersOf({ type: "dense", units: 2500 }, dropout, { type: "dense", units: 3 }),
      training: trainingOf({}),
      seed: 2,
    };
    const wide = dataOf({ rows: 4800, features: 1200, outputs: 3 });
    const { engine } = native();
    const [together, alone] = [engine.openRun(plan, wide), engine.openRun(plan, wide)];
    let calls = 0;
    const correct = await together.evaluate("validation", "eval", 1, 0, { beforeBatch: () => void calls++ });
    expect(calls).toBeGreaterThan(1);
    const forgotten = await together.evaluate("validation", "evalForgotten", 1, 0, letItRun);
    expect(await alone.evaluate("validation", "evalForgotten", 1, 0, letItRun)).toEqual(forgotten);
    expect(await alone.evaluate("validation", "eval", 1, 0, letItRun)).toEqual(correct);
    for (const each of [together, alone]) each.dispose();
  });
});

test("layers that do the same in both modes are computed once", () => {
  const programOf = (layers: Layers) => {
    const training = trainingOf({});
    return buildProgram({
      ...{ layers: layersOf(...layers, { type: "dense", units: 4 }), training },
      ...{ input: [6], outputs: 4, task: "classification" as const, lastBatchRows: 0 },
      kernels: { matMul: "MatMul", own: false },
    });
  };
  const { bothEvaluations, functions } = programOf([...hidden, dropout]);
  expect(bothEvaluations).toHaveLength(2);
  const products = functions.flatMap(({ name, body }) =>
    name === "evaluate_eval_evalForgottenBody" ? body.nodes.filter(({ op }) => op === "MatMul") : [],
  );
  // The first layer's once, the last one's twice.
  expect(products).toHaveLength(3);
  expect(programOf([dropout, ...hidden]).bothEvaluations).toBeNull();
  expect(programOf([...hidden, { type: "batchNorm" }, dropout]).bothEvaluations).toBeNull();
});
