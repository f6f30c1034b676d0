import { describe, expect, test } from "vitest";
import { codeOf } from "../../nn/layers/codes";
import { type Layer, kindOf } from "../../nn/layers/kinds";
import { layerShapes, stateName } from "../../nn/network";
import type { Shape } from "../../nn/shape";
import { channelByChannel } from "../axes";
import { toPyTorch } from "../pytorch-tensors";
import type { Tensor } from "../tensor";
import { networkOf, numbersOf, picturesOf, pictureNetworks, rowNetworks } from "../testing";
import { inputOf, type TrainedNetwork } from "../trained-network";
import { readingOfLayers } from "./reading-of-layers";
import { weightsOf } from "./weights-in";

const tensor = (shape: readonly number[], first = 0): Tensor => ({
  shape,
  values: Float32Array.from(
    { length: shape.reduce((product, size) => product * size, 1) },
    (_, index) => first + index,
  ),
});
const readings = (...layers: object[]) => readingOfLayers(layers as Layer[]);
const dense = (units: number) => ({ type: "dense", units, initializer: "pytorch" });

describe("PyTorch's weights", () => {
  test("a kernel is turned, and a layer without bias has zeros", () => {
    const tensors = new Map([["0.weight", tensor([3, 2])]]);
    expect(weightsOf(readings(dense(3)), [2], undefined, { framework: "pytorch", tensors })).toEqual({
      "layers.0.kernel": { shape: [2, 3], values: Float32Array.of(0, 2, 4, 1, 3, 5) },
      "layers.0.bias": { shape: [3], values: new Float32Array(3) },
    });
  });

  test("layers come by the names that the code gives them, whatever their order in the file", () => {
    const read = readings(dense(2), { type: "relu" }, dense(2)).map((each, index) => ({
      ...each,
      path: ["net.a", "net.b", "net.c"][index]!,
    }));
    const tensors = new Map(
      ["net.c", "net.a"].flatMap((path, at): [string, Tensor][] => [
        [`${path}.weight`, tensor([2, 2], at * 10)],
        [`${path}.bias`, tensor([2], at * 10)],
      ]),
    );
    const found = weightsOf(read, [2], undefined, { framework: "pytorch", tensors });
    expect([...found["layers.0.bias"]!.values]).toEqual([10, 11]);
    expect([...found["layers.2.bias"]!.values]).toEqual([0, 1]);
  });

  test("without such names they come in the order of a person's numbers: 2 before 10", () => {
    const read = readings(dense(2), dense(2));
    const tensors = new Map([
      ["10.weight", tensor([2, 2], 10)],
      ["2.weight", tensor([2, 2], 2)],
    ]);
    const found = weightsOf(read, [2], undefined, { framework: "pytorch", tensors });
    expect(found["layers.0.kernel"]!.values[0]).toBe(2);
  });

  test("a kernel after a flattened picture has its rows in the lab's order", () => {
    const picture = [2, 3, 2] as const;
    const read = readings({ type: "flatten" }, { type: "dropout", rate: 0.5, scaling: "inverted" }, dense(1));
    const tensors = new Map([["2.weight", tensor([1, 12])]]);
    const { values } = weightsOf(read, picture, undefined, { framework: "pytorch", tensors })[
      "layers.2.kernel"
    ]!;
    // PyTorch's place n holds the lab's value order[n].
    channelByChannel(picture).forEach((lab, place) => expect(values[lab]).toBe(place));
  });
});

/** A network's weights as a framework's file has them: by the lab's own tables. */
function foreignOf({ layers, state }: TrainedNetwork, input: Shape, framework: "pytorch" | "keras") {
  const tensors = new Map<string, Tensor>();
  const counts = new Map<string, number>();
  const names: Record<string, string> = {
    batchNorm: "batch_normalization",
    layerNorm: "layer_normalization",
  };
  let order: readonly number[] | undefined;
  layerShapes(layers, input).forEach(({ layer, place, state: own, input: before }, index) => {
    const kind = kindOf(layer);
    if (before.length === 3 && (kind.flattens || layer.type === "flatten"))
      order = channelByChannel(before as unknown as [number, number, number]);
    if (own.length > 0) {
      const name = names[layer.type] ?? layer.type.replace("dropConnect", "drop_connect");
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const table = codeOf(layer).tensors!;
      for (const { name: lab, shape } of own) {
        const value: Tensor = { shape, values: state.get(stateName(place, lab))! };
        const entry = table.find((each) => each.lab === lab)!;
        if (framework === "pytorch") tensors.set(`${index}.${entry.pytorch}`, toPyTorch(value, entry, order));
        else tensors.set(`layers/${name}${count ? `_${count}` : ""}/vars/${table.indexOf(entry)}`, value);
      }
    }
    if (kind.flattens || layer.type === "globalAveragePool2d" || layer.type === "reshape") order = undefined;
  });
  return { framework, tensors };
}

const plain = (layers: readonly { readonly type: string }[]) =>
  layers.every(({ type }) => type !== "residual");
const all = [
  ...rowNetworks.filter(plain).map((layers) => networkOf(layers, numbersOf(12))),
  ...pictureNetworks.filter(plain).map((layers) => networkOf(layers, picturesOf([7, 6, 2]))),
];

test.each(["pytorch", "keras"] as const)(
  "what goes out to %s comes in as it was, for every layer",
  (framework) => {
    for (const network of all) {
      const input = inputOf(network);
      const found = weightsOf(
        readingOfLayers(network.layers),
        input,
        undefined,
        foreignOf(network, input, framework),
      );
      const wanted = Object.fromEntries([...network.state].map(([name, values]) => [name, [...values]]));
      expect(
        Object.fromEntries(Object.entries(found).map(([name, { values }]) => [name, [...values]])),
      ).toEqual(wanted);
    }
  },
);

test.each<[string, Record<string, Tensor>, string]>([
  ["no kernel", { "0.weight": tensor([3, 2]) }, "readTensorCount"],
  [
    "a kernel of another shape",
    { "0.weight": tensor([3, 4]), "1.weight": tensor([3, 3]) },
    "readTensorShape",
  ],
  ["nothing", {}, "readTensorCount"],
])("%s is told", (_what, tensors, code) => {
  const weights = { framework: "pytorch" as const, tensors: new Map(Object.entries(tensors)) };
  expect(() => weightsOf(readings(dense(3), dense(3)), [2], undefined, weights)).toThrow(
    expect.objectContaining({ code }),
  );
});

test("a Keras file without a layer's kernel is told by that name", () => {
  expect(() =>
    weightsOf(readings(dense(3)), [2], undefined, { framework: "keras", tensors: new Map() }),
  ).toThrow(
    expect.objectContaining({ code: "readTensorMissing", parameters: { tensor: "layers/dense/vars/0" } }),
  );
});
