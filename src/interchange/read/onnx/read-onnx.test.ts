import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { onBackends } from "../../../engine/testing";
import { inputShapeOf } from "../../../nn/network";
import { sizeOf } from "../../../nn/shape";
import type { Tensorflow } from "../../../tensor/tensorflow";
import { OnnxGraph } from "../../../onnx/graph";
import { transposed } from "../../axes";
import { encodeModel } from "../../onnx/encode";
import { modelProto } from "../../onnx/messages";
import { onnxModel } from "../../onnx/model";
import { labOutputs, labProbabilities, namedNetworks, outputsOf, preparedOf, rawRowsOf } from "../../testing";
import type { TrainedNetwork } from "../../trained-network";
import { weightsOf } from "../weights-in";
import { readOnnx } from "./read-onnx";

const networks = namedNetworks();
const task = "classification" as const;
const shapeOf = (network: TrainedNetwork) => {
  const { image, features } = network.preparation;
  return {
    task,
    features: image ? sizeOf(image.shape) : features!.length,
    outputs: 4,
    ...(image && { image: image.shape }),
  };
};
type Shape = Parameters<typeof readOnnx>[1];

/** The lab's outputs of the network that was read, and what was told. */
function readOutputs(
  tf: Tensorflow,
  bytes: Uint8Array,
  shape: NonNullable<Shape>,
  inputs: Float32Array,
  beside?: Map<string, Uint8Array>,
) {
  const { read, layers, notes, weights } = readOnnx(bytes, shape, beside);
  const input = inputShapeOf(layers, shape);
  const tensors = weightsOf(read, input, shape.image, weights());
  const state = new Map(Object.entries(tensors).map(([name, { values }]) => [name, values]));
  return { layers, notes, tensors, outputs: outputsOf(tf, layers, input, state, inputs) };
}

function expectClose(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((row, place) =>
    row.forEach((each, unit) => expect(Math.abs(each - expected[place]![unit]!)).toBeLessThan(1e-5)),
  );
}

const softmaxOf = (row: readonly number[]) => {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
};

/** As another program's: without the lab's name, by which its document would be believed. */
const anonymous = (model: Uint8Array) => {
  const type = modelProto();
  return type.encode({ ...type.toObject(type.decode(model)), producer_name: "" }).finish();
};

async function probabilitiesOf(
  model: Uint8Array,
  network: TrainedNetwork,
  raw: readonly number[][],
): Promise<number[][]> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const { image } = network.preparation;
  const values = raw.flat();
  const feeds: Record<string, Tensor> = image
    ? { pictures: new Tensor("uint8", Uint8Array.from(values), [raw.length, ...image.shape]) }
    : { inputs: new Tensor("float64", Float64Array.from(values), [raw.length, raw[0]!.length]) };
  const { probabilities } = await session.run(feeds);
  await session.release();
  const found = [...(probabilities!.data as Float32Array)];
  return raw.map((_, row) => found.slice(row * 4, row * 4 + 4));
}

onBackends(
  (backend) => {
    test.each(networks)(
      "what the lab writes comes back as it was, with its dropout: $name",
      ({ network }) => {
        const raw = rawRowsOf(network, 3);
        const inputs = preparedOf(network, raw);
        const found = readOutputs(backend().tf, onnxModel(network, "eval"), shapeOf(network), inputs);
        expect(found.layers).toEqual(network.layers);
        expect(found.notes).toEqual([]);
        expect(new Map(Object.entries(found.tensors).map(([name, { values }]) => [name, values]))).toEqual(
          network.state,
        );
        expect(found.outputs).toEqual(labOutputs(backend().tf, network, inputs));
      },
    );

    // A factor before the first layer cannot be told from the preparation of the inputs.
    const told = networks.filter(({ network }) => {
      const [first] = network.layers;
      return !(first?.type === "dropout" && first.scaling === "classic");
    });
    test.each(told)(
      "read by its nodes alone, the same file puts out what ONNX Runtime does: $name",
      async ({ network }) => {
        const raw = rawRowsOf(network, 5);
        const model = anonymous(onnxModel(network, "eval"));
        const { outputs, notes } = readOutputs(
          backend().tf,
          model,
          shapeOf(network),
          preparedOf(network, raw),
        );
        expectClose(outputs.map(softmaxOf), await probabilitiesOf(model, network, raw));
        expectClose(
          outputs.map(softmaxOf),
          labProbabilities(backend().tf, network, preparedOf(network, raw)),
        );
        const codes = new Set(notes.map(({ code }) => code));
        for (const code of ["readPreparation", "readSoftmax"]) expect(codes).toContain(code);
        expect(codes).not.toContain("readUnknownCall");
        expect(codes).not.toContain("readRefused");
      },
    );
  },
  ["cpu"],
);

const path = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const fixture = (name: string) => new Uint8Array(readFileSync(path(name)));

describe("files of other programs", () => {
  onBackends(
    (backend) => {
      test.each([
        ["torch-legacy.onnx", [7, 6, 2], true],
        ["tf2onnx.onnx", [7, 6, 2], false],
        ["torch-dynamo.onnx", null, false],
      ] as const)("%s puts out what ONNX Runtime says", async (name, image, isFirst) => {
        const features = image ? sizeOf(image) : 12;
        const rows = 6;
        const inputs = Float32Array.from({ length: rows * features }, (_, at) => Math.sin(at * 0.7 + 1));
        const shape = {
          task,
          features,
          outputs: 4,
          ...(image && { image: [...image] as [number, number, number] }),
        };
        const beside = new Map(
          name === "torch-dynamo.onnx" ? [[`${name}.data`, fixture(`${name}.data`)]] : [],
        );
        const { outputs, notes } = readOutputs(backend().tf, fixture(name), shape, inputs, beside);

        const session = await InferenceSession.create(path(name), { logSeverityLevel: 3 });
        const dims = image ? (isFirst ? [rows, 2, 7, 6] : [rows, 7, 6, 2]) : [rows, 12];
        const given = isFirst
          ? transposed({ shape: [rows, 7, 6, 2], values: inputs }, [0, 3, 1, 2]).values
          : inputs;
        const found = await session.run({ [session.inputNames[0]!]: new Tensor("float32", given, dims) });
        const values = [...(found[session.outputNames[0]!]!.data as Float32Array)];
        await session.release();
        expectClose(
          outputs,
          outputs.map((_, row) => values.slice(row * 4, row * 4 + 4)),
        );
        expect(notes.map(({ code }) => code)).not.toContain("readUnknownCall");
      });
    },
    ["cpu"],
  );

  test("an export in training keeps its dropout, which an export for evaluation has lost", () => {
    const types = (name: string) => readOnnx(fixture(name)).layers.map(({ type }) => type);
    const training = readOnnx(fixture("torch-dynamo.onnx"));
    expect(training.layers).toContainEqual({ type: "dropout", rate: 0.3, scaling: "inverted" });
    expect(training.notes.map(({ code }) => code)).not.toContain("readNoDropout");
    expect(types("torch-legacy.onnx")).not.toContain("dropout");
    expect(readOnnx(fixture("torch-legacy.onnx")).notes.map(({ code }) => code)).toContain("readNoDropout");
  });

  test("weights in a file beside it are asked for by its name, and shapes are read without it", () => {
    const bytes = fixture("torch-dynamo.onnx");
    const { layers, weights } = readOnnx(bytes);
    expect(layers[0]).toMatchObject({ type: "dense", units: 20 });
    const missing = { code: "readWeightsElsewhere", parameters: { file: "torch-dynamo.onnx.data" } };
    expect(weights).toThrow(expect.objectContaining(missing));
    const short = new Map([["torch-dynamo.onnx.data", new Uint8Array(8)]]);
    expect(readOnnx(bytes, null, short).weights).toThrow("behind the end");
  });
});

/** A model of these nodes after a linear layer of 3 rows of numbers. */
function modelOf(
  nodes: readonly { op: string; inputs: string[]; outputs: string[]; domain?: string }[],
): Uint8Array {
  const graph = new OnnxGraph(["x", "y"]);
  graph.constants.set("w", {
    type: "float32",
    shape: [3, 4],
    values: Array.from({ length: 12 }, (_, at) => at),
  });
  graph.constants.set("half", { type: "float32", shape: [], values: [0.5] });
  graph.nodes.push({
    name: "",
    op: "MatMul",
    domain: "",
    inputs: ["x", "w"],
    outputs: ["z"],
    attributes: {},
  });
  for (const { domain = "", ...node } of nodes)
    graph.nodes.push({ name: "", attributes: {}, domain: domain as "", ...node });
  const port = (name: string, size: number) => ({ name, type: "float32" as const, shape: [size], about: "" });
  const [inputs, outputs] = [[port("x", 3)], [port("y", 4)]];
  const producer = { name: "test", version: "1" };
  return encodeModel({ name: "", about: "", producer, graph, inputs, outputs, metadata: {} });
}

describe("nodes that the lab does not have", () => {
  const told = (...nodes: Parameters<typeof modelOf>[0]) => {
    const { layers, notes } = readOnnx(modelOf(nodes));
    return {
      types: layers.map(({ type }) => type),
      notes: notes.map(({ code, parameters }) => [code, parameters["name"]]),
    };
  };

  test.each(["HardSwish", "Mish", "LSTM", "If"])("%s is named and left out", (op) => {
    const found = told({ op, inputs: ["z"], outputs: ["a"] }, { op: "Relu", inputs: ["a"], outputs: ["y"] });
    expect(found.types).toEqual(["dense", "relu"]);
    expect(found.notes).toContainEqual(["readUnknownCall", op]);
  });

  test("those of other domains are named whole", () => {
    const { notes } = told({ op: "FusedConv", inputs: ["z"], outputs: ["y"], domain: "com.microsoft" });
    expect(notes).toContainEqual(["readUnknownCall", "com.microsoft.FusedConv"]);
  });

  test("a factor for the channels stands as batch normalisation, which is told", () => {
    const { types, notes } = told({ op: "Mul", inputs: ["z", "half"], outputs: ["y"] });
    expect(types).toEqual(["dense", "batchNorm"]);
    expect(notes).toContainEqual(["readFactors", "Mul"]);
  });

  test("arithmetic that is no layer is named, whatever is before and after it", () => {
    const { types, notes } = told(
      { op: "Relu", inputs: ["z"], outputs: ["a"] },
      { op: "Exp", inputs: ["a"], outputs: ["b"] },
      { op: "Tanh", inputs: ["b"], outputs: ["y"] },
    );
    expect(types).toEqual(["dense", "relu", "tanh"]);
    expect(notes).toContainEqual(["readUnknownCall", "Exp"]);
  });

  test("a random mask is named", () => {
    const { types, notes } = told(
      { op: "RandomUniformLike", inputs: ["z"], outputs: ["a"] },
      { op: "Mul", inputs: ["z", "a"], outputs: ["y"] },
    );
    expect(types).toEqual(["dense"]);
    expect(notes).toContainEqual(["readUnknownCall", "RandomUniformLike"]);
  });

  test("thousands of nodes that double what they are given end soon", () => {
    const nodes = Array.from({ length: 5000 }, (_, at) => ({
      ...{ op: "Mul", inputs: [at === 0 ? "z" : `n${at - 1}`, at === 0 ? "z" : `n${at - 1}`] },
      outputs: [at === 4999 ? "y" : `n${at}`],
    }));
    const { types } = told(...nodes);
    expect(types[0]).toBe("dense");
  });
});
