import * as protobuf from "@tensorflow/tfjs-node/dist/proto/api_pb.js";
import type { Dataset } from "../../data/dataset";
import { type Backend, namespaceOf } from "../backend";
import type { Graph, Output } from "../../tensor/graph";
import type { Tensorflow } from "../../tensor/tensorflow";
import type { Engine, NamedValues, RunPlan } from "../engine";
import { letItRun, onBackends } from "../testing";
import { GraphEngine } from "./graph-engine";
import { addOwnOps } from "./own-ops";
import { encodeSavedModel, type Messages } from "./saved-model";
import { Session } from "./session";

/** Shared by the graph engine's tests. */

export const messages: Messages = namespaceOf(protobuf);

export interface OnNative extends Backend {
  /** By the lab's own operations, where they are there. */
  readonly engine: Engine;
  /** By TensorFlow's operations only. */
  readonly byTensorflow: Engine;
  readonly plain: Engine;
}

/** Declares tests that need native TensorFlow; without it they are skipped with the reason. */
export function onNative(declareTests: (native: () => OnNative) => void): void {
  onBackends(
    (backend) => {
      let engines: Pick<OnNative, "engine" | "byTensorflow"> | undefined;
      declareTests(() => {
        const { tf, environment: without, engine: plain } = backend();
        const kernels = addOwnOps();
        const environment = kernels ? { ...without, kernels } : without;
        engines ??= {
          engine: new GraphEngine(tf, environment, messages),
          byTensorflow: new GraphEngine(tf, without, messages),
        };
        return { tf, environment, plain, ...engines };
      });
    },
    ["tensorflow"],
  );
}

/** What each output is, by its name. */
export function resultsByName(tf: Tensorflow, graph: Graph, outputs: Readonly<Record<string, Output>>) {
  const session = new Session(tf, encodeSavedModel(messages, graph, []));
  const found = session.run([], Object.values(outputs));
  const results = Object.keys(outputs).map((name, index) => {
    const { shape } = found[index]!;
    return { name, shape, values: [...found[index]!.dataSync()] };
  });
  for (const tensor of found) tensor.dispose();
  session.dispose();
  return results;
}

/** What comes out where the lab's own operations may use one thread, two, and three, one after another. */
export async function withEachCount<Results>(results: () => Results | Promise<Results>): Promise<Results[]> {
  const before = process.env["TF_NUM_INTRAOP_THREADS"];
  const all: Results[] = [];
  try {
    for (const threads of [1, 2, 3]) {
      process.env["TF_NUM_INTRAOP_THREADS"] = String(threads);
      addOwnOps();
      all.push(await results());
    }
  } finally {
    if (before === undefined) delete process.env["TF_NUM_INTRAOP_THREADS"];
    else process.env["TF_NUM_INTRAOP_THREADS"] = before;
    addOwnOps();
  }
  return all;
}

/** All results of a run over some epochs. */
export async function resultsOf(engine: Engine, plan: RunPlan, data: Dataset, epochs = 3) {
  const run = engine.openRun(plan, data);
  try {
    const measures = [];
    for (let epoch = 1; epoch <= epochs; epoch++) {
      measures.push({
        // The factor of a schedule that watches the validation loss.
        training: await run.trainEpoch(epoch, letItRun, 0.5 ** (epoch - 1)),
        train: await run.evaluate("train", "eval", epoch, 0, letItRun),
        correct: await run.evaluate("validation", "eval", epoch, 0, letItRun),
        forgotten: await run.evaluate("validation", "evalForgotten", epoch, 1, letItRun),
      });
    }
    const masked: number[] = [];
    for await (const part of run.predict(data.validation, undefined, { epoch: epochs, pass: 1 }))
      masked.push(...part);
    return { measures, masked, weights: await run.weights() };
  } finally {
    run.dispose();
  }
}

/** The largest difference between two runs' weights, relative to the largest weight of the same tensor. */
export function weightsApart(left: readonly NamedValues[], right: readonly NamedValues[]): number {
  return Math.max(
    ...left.map(({ values }, place) => {
      const apart = values.map((weight, index) => Math.abs(weight - right[place]!.values[index]!));
      return largest(apart) / largest(values.map(Math.abs));
    }),
  );
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
