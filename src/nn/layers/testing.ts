import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeSavedModel } from "../../engine/graph/saved-model";
import { Session } from "../../engine/graph/session";
import { messages, onNative } from "../../engine/graph/testing";
import { onBackends } from "../../engine/testing";
import type { Tensor } from "../../tensor/tensorflow";
import { Graph, type Output } from "../../tensor/graph";
import { bitcast, cast, float, floats, integer, integers, reshape } from "../../tensor/ops";
import { graphOf } from "./graph";
import type { GraphRandom } from "./graph-layer";
import { type Layer, layerSchema } from "./kinds";
import { plainOf } from "./plain";

type Nested = readonly number[] | readonly Nested[];

/** A layer's numbers by PyTorch, in float64; the gradients are those of Σ weighting · outputs. */
interface Reference {
  readonly settings: object;
  /** The random words that give the mask PyTorch drew, in the order in which the layer draws them. */
  readonly words?: readonly number[];
  readonly inputs: Nested;
  readonly weighting: Nested;
  readonly state: Readonly<Record<string, Nested>>;
  readonly outputs: Nested;
  readonly toInputs: Nested;
  readonly toParameters: Readonly<Record<string, Nested>>;
  /** `train` if left out. */
  readonly mode?: "eval";
  /** After the batch; none if left out. */
  readonly buffers?: Readonly<Record<string, Nested>>;
}

type Numbers = Pick<Reference, "outputs" | "toInputs" | "toParameters" | "buffers">;

/**
 * Declares the tests of a layer: outputs and gradients are PyTorch's on every backend and in the graph.
 * `pytorch.json` of its folder is written by bench/reference/layers.py, or dropouts.py beside it.
 * @param folder the layer's, named like its type
 */
export function expectPyTorch(folder: string): void {
  const file = join(import.meta.dirname, folder, "pytorch.json");
  const references = (JSON.parse(readFileSync(file, "utf8")) as Reference[]).map((reference) => ({
    ...reference,
    layer: layerSchema.parse({ type: folder, ...reference.settings }),
  }));
  const title = `of $settings are PyTorch's`;

  onBackends((backend) => {
    test.each(references)(`outputs and gradients ${title}`, (reference) => {
      const { tf } = backend();
      tf.tidy(() => {
        const tensor = (values: Nested) => tf.tensor(values as number[]);
        const step = plainOf(reference.layer)({
          tf,
          layer: reference.layer,
          inputs: tensor(reference.inputs),
          mode: reference.mode ?? "train",
          state: mapValues(reference.state, tensor),
          random: () => ({ fillUint32: (target) => target.set(wordsOf(reference, target.length)) }),
        })!;
        const gradient = tensor(reference.weighting);
        const read = (each: Tensor) => each.arraySync() as Nested;
        expectNumbers(reference, {
          outputs: read(step.outputs),
          toInputs: read(step.toInputs(gradient)),
          toParameters: mapValues(step.toParameters?.(gradient) ?? {}, read),
          buffers: mapValues(step.buffers ?? {}, read),
        });
      });
    });
  });

  onNative((native) => {
    test.each(references)(`outputs and gradients of the graph ${title}`, (reference) => {
      const graph = new Graph({ matMul: "MatMul", own: false });
      const node = (values: Nested) => constantOf(graph, values);
      const state = mapValues(reference.state, node);
      const step = graphOf(reference.layer).forward({
        graph,
        layer: reference.layer,
        inputs: node(reference.inputs),
        shape: shapeOf(reference.inputs).slice(1),
        mode: reference.mode ?? "train",
        read: (name) => state[name]!,
        random: () => graphRandom(graph, reference),
      })!;
      const gradient = node(reference.weighting);
      const parameters = step.toParameters?.(gradient) ?? {};
      const named = { ...parameters, ...step.buffers };
      const wanted: Output[] = [step.outputs, step.toInputs(gradient), ...Object.values(named)];
      const session = new Session(native().tf, encodeSavedModel(messages, graph, []));
      const tensors = session.run([], wanted);
      const [outputs, toInputs, ...others] = tensors.map((each) => each.arraySync() as Nested);
      native().tf.dispose(tensors);
      session.dispose();
      const values = Object.keys(named).map((name, index) => [name, others[index]!] as const);
      const ofNames = (names: object) => Object.fromEntries(values.filter(([name]) => name in names));
      expectNumbers(reference, {
        outputs: outputs!,
        toInputs: toInputs!,
        toParameters: ofNames(parameters),
        buffers: ofNames(step.buffers ?? {}),
      });
    });
  });
}

/** All of the reference's words: a layer that draws does so once. */
function wordsOf({ words }: Reference, count: number): readonly number[] {
  expect(words).toHaveLength(count);
  return words!;
}

function graphRandom(graph: Graph, reference: Reference & { readonly layer: Layer }): GraphRandom {
  const draw = (rows: number, count: number) => {
    const words = wordsOf(reference, rows * count).map((word) => word | 0);
    return bitcast(graph, reshape(graph, integers(graph, words), [rows, count]), "uint32");
  };
  return {
    words: (count) => draw(reference.inputs.length, count),
    sharedWords: (count) => draw(1, count),
    argument(name) {
      const { type, of } = graphOf(reference.layer).arguments![name]!;
      const value = of(reference.layer);
      return type === "float32" ? float(graph, value) : cast(graph, integer(graph, value), type);
    },
  };
}

function expectNumbers(wanted: Numbers, found: Numbers): void {
  expectClose(found.outputs, wanted.outputs);
  expectClose(found.toInputs, wanted.toInputs);
  expectNamed(found.toParameters, wanted.toParameters);
  expectNamed(found.buffers ?? {}, wanted.buffers ?? {});
}

function expectNamed(
  found: Readonly<Record<string, Nested>>,
  wanted: Readonly<Record<string, Nested>>,
): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, values] of Object.entries(wanted)) expectClose(found[name]!, values);
}

/** To 2 parts in 10,000: where a sample's values are nearly equal, normalising magnifies float32's rounding. */
function expectClose(found: Nested, wanted: Nested): void {
  expect(shapeOf(found)).toEqual(shapeOf(wanted));
  const actual = flat(found);
  flat(wanted).forEach((value, index) => {
    expect(Math.abs(actual[index]! - value)).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
  });
}

function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function constantOf(graph: Graph, values: Nested): Output {
  return reshape(graph, floats(graph, flat(values)), shapeOf(values));
}

function flat(values: Nested | number): number[] {
  return typeof values === "number" ? [values] : values.flatMap(flat);
}

function shapeOf(values: Nested | number): number[] {
  return typeof values === "number" ? [] : [values.length, ...shapeOf(values[0]!)];
}
