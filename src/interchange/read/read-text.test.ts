import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DataShape } from "../../fields/shape";
import { LabError } from "../../messages/failure";
import { layerSchema } from "../../nn/layers/kinds";
import { flat } from "./network-reading";
import { readNetworkText } from "./read-text";

const digits: DataShape = { features: 300, image: [20, 15, 1], outputs: 10, task: "classification" };
const mnist: DataShape = { features: 784, image: [28, 28, 1], outputs: 10, task: "classification" };

const dense = (units: number, more = {}) => ({ type: "dense", units, initializer: "pytorch", ...more });
const keras = (units: number) => dense(units, { initializer: "glorotUniform" });
const relu = { type: "relu" };
const leaky = (slope = 0.01) => ({ type: "leakyRelu", slope });
const dropout = (rate: number) => ({ type: "dropout", rate, scaling: "inverted" });
const conv = (filters: number, padding = "valid", initializer = "pytorch") => ({
  ...{ type: "conv2d", filters, kernelSize: 3, stride: 1, padding, initializer },
});
const norm = (momentum = 0.1, epsilon = 1e-5) => ({ type: "batchNorm", momentum, epsilon });
const pool = { type: "maxPool2d", poolSize: 2, stride: 2, padding: "valid" };
const residual = (...layers: object[]) => ({ type: "residual", layers, initializer: "pytorch" });

/** What is told of a text: code, and line where there is one. */
const told = (text: string, shape = mnist) =>
  readNetworkText(text, shape).notes.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`));
const layersOf = (text: string, shape = mnist) => readNetworkText(text, shape).layers;
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

const textbook = [200, 100, 50].flatMap((units) => [dense(units), leaky(), dropout(0.3)]);

describe("PyTorch's code:", () => {
  test("the chapter's own network, with its p and all that trains it", () => {
    const reading = readNetworkText(fixture("chapter.py"), digits);
    expect(reading.layers).toEqual([...textbook, dense(10)]);
    expect(reading.notes).toEqual([]);
    expect(reading.training).toEqual({
      optimizer: { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      batchSize: 32,
      epochs: 40,
    });
  });

  test("a class whose forward chains layers and functions", () => {
    const text = fixture("class.py");
    expect(layersOf(text)).toEqual([
      ...[{ type: "reshape", height: 28, width: 28, channels: 1 }, conv(32), relu, conv(64), relu, pool],
      ...[dropout(0.25), { type: "flatten" }, dense(128), relu, dropout(0.5), dense(10)],
    ]);
    expect(told(text)).toEqual(["readSoftmax 25", "readOptimizer 30"]);
    const paths = readNetworkText(text, mnist).read.flatMap(({ path }) => path ?? []);
    expect(paths).toEqual(["conv1", "conv2", "dropout1", "fc1", "dropout2", "fc2"]);
  });

  test("a block that adds its inputs is residual, whoever holds it", () => {
    const text = fixture("residual.py");
    const block = residual(conv(8, "same"), norm(), relu, conv(8, "same"));
    expect(layersOf(text)).toEqual([
      ...[conv(8, "same"), block, relu, block, relu, { type: "globalAveragePool2d" }, dense(10)],
    ]);
    const paths = flat(readNetworkText(text, mnist).read).flatMap(({ path }) => path ?? []);
    expect(paths).toContain("blocks.1.body.3");
  });

  test.each([
    [
      "layers in a list, with a star",
      "layers = [nn.Linear(784, 9), nn.ReLU()]\nnn.Sequential(*layers, nn.Linear(9, 10))",
    ],
    [
      "a loop",
      "l = []\nfor a, b in zip([784], [9]):\n  l += [nn.Linear(a, b), nn.ReLU()]\nnet = nn.Sequential(*l, nn.Linear(9, 10))",
    ],
    [
      "a function",
      "def make(h=9):\n  return nn.Sequential(nn.Linear(784, h), nn.ReLU(), nn.Linear(h, 10))\nnet = make()",
    ],
    [
      "a function nobody calls",
      "def make(h=9):\n  return nn.Sequential(nn.Linear(784, h), nn.ReLU(), nn.Linear(h, 10))",
    ],
    [
      "arithmetic",
      "h = 2 * 4 + 3 ** 2 // 9\nnn.Sequential(nn.Linear(28 ** 2, h), nn.ReLU(inplace=True), nn.Linear(h, 10))",
    ],
    [
      "any alias",
      "import torch.nn as nonsense\nnonsense.Sequential(nonsense.Linear(784, 9), nonsense.ReLU(), nonsense.Linear(9, 10))",
    ],
    ["names without a room", "from torch.nn import *\nSequential(Linear(784, 9), ReLU(), Linear(9, 10))"],
    [
      "names in a dictionary",
      'nn.Sequential(OrderedDict([("a", nn.Linear(784, 9)), ("b", nn.ReLU()), ("c", nn.Linear(9, 10))]))',
    ],
    [
      "keywords, comments and a device",
      "nn.Sequential(nn.Linear(in_features=784, out_features=9), # x\n nn.ReLU(), nn.LazyLinear(10)).to(device)",
    ],
    ["lines of a list alone", "  nn.Linear(784, 9),\n  nn.ReLU(),\n  nn.Linear(9, 10),"],
    [
      "a class that is a Sequential",
      "class Net(nn.Sequential):\n  def __init__(self):\n    super().__init__(nn.Linear(784, 9), nn.ReLU(), nn.Linear(9, 10))",
    ],
    [
      "a module that a class is made from",
      "class A(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.a = nn.Linear(784, 9)\n  def forward(self, x):\n    return self.b(F.relu(self.a(x)))\nclass B(A):\n  def __init__(self):\n    super().__init__()\n    self.b = nn.Linear(9, 10)",
    ],
  ])("%s", (_what, text) => {
    expect(layersOf(text)).toEqual([dense(9), relu, dense(10)]);
    expect(told(text)).toEqual([]);
  });

  test("d2l.ai's chapter on dropout: its short class, its own dropout_layer, and its VGG", () => {
    const layers = [dense(256), relu, dropout(0.2), dense(256), relu, dropout(0.5), dense(10)];
    expect(layersOf(fixture("d2l-class.py"))).toEqual([{ type: "flatten" }, ...layers]);
    expect(told(fixture("d2l-class.py"))).toEqual([]);
    expect(layersOf(fixture("d2l-scratch.py"))).toEqual([{ type: "flatten" }, ...layers]);
    expect(told(fixture("d2l-scratch.py"))).toEqual([]);
    const blocks = [16, 32].flatMap((filters) => [conv(filters, "same"), relu, pool]);
    expect(layersOf(fixture("d2l-vgg.py"))).toEqual([
      ...[...blocks, { type: "flatten" }, dense(64), relu, dropout(0.5), dense(10)],
    ]);
    expect(told(fixture("d2l-vgg.py"))).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    [
      "a layer that the lab lacks",
      "nn.Sequential(\nnn.Linear(784, 9),\nnn.MultiheadAttention(9, 3),\nnn.Linear(9, 10))",
      ["readUnknownLayer 3"],
    ],
    [
      "a function that it lacks",
      "class N(nn.Module):\n def __init__(self):\n  self.a = nn.Linear(784, 10)\n def forward(self, x):\n  return torch.fft.fft(self.a(x))",
      ["readUnknownCall 5"],
    ],
    [
      "dropout that is always on",
      "class N(nn.Module):\n def __init__(self):\n  self.a = nn.Linear(784, 10)\n def forward(self, x):\n  return self.a(F.dropout(x, 0.2))",
      ["readAlwaysOn 5"],
    ],
    [
      "dropout of maps that is always on",
      "class N(nn.Module):\n def __init__(self):\n  self.a = nn.Linear(784, 10)\n def forward(self, x):\n  return self.a(F.dropout2d(x, 0.2))",
      ["readAlwaysOn 5"],
    ],
    [
      "Keras' dropout that is called with True, and a number without decimals",
      "x = keras.Input((28, 28, 1))\ny = layers.Rescaling(1./255)(x)\ny = layers.Flatten()(y)\ny = layers.Dropout(.3)(y, training=True)\nm = keras.Model(x, layers.Dense(10)(y))",
      ["readPreparation 2", "readAlwaysOn 4"],
    ],
    ["no bias", "nn.Sequential(nn.Linear(784, 10, bias=False))", ["readBiasAdded 1"]],
    [
      "a width that nobody knows",
      "nn.Sequential(nn.Linear(784, n), nn.ReLU(), nn.Linear(n, classes))",
      ["readWidthUnknown 1", "readWidthOfData 1"],
    ],
    [
      "other inputs than the data's",
      "nn.Sequential(nn.Linear(4, 9), nn.ReLU(), nn.Linear(9, 10))",
      ["readInputDiffers 1"],
    ],
    [
      "widths that do not follow each other",
      "nn.Sequential(nn.Linear(784, 9), nn.ReLU(), nn.Linear(8, 10))",
      ["readTakesOthers 1"],
    ],
    ["a rate of 1", "nn.Sequential(nn.Linear(784, 9), nn.Dropout(1.0), nn.Linear(9, 10))", ["readRefused 1"]],
    [
      "a rate that nobody knows",
      "nn.Sequential(nn.Linear(784, 9), nn.Dropout(args.p), nn.Linear(9, 10))",
      ["readArgumentUnread 1"],
    ],
    [
      "groups",
      "nn.Sequential(nn.Conv2d(1, 8, 3, groups=2), nn.Flatten(), nn.Linear(5408, 10))",
      ["readArgumentLeftOut 1"],
    ],
    [
      "a kernel that is not square",
      "nn.Sequential(nn.Conv2d(1, 8, (3, 5)), nn.Flatten(), nn.LazyLinear(10))",
      ["readNotSquare 1"],
    ],
    [
      "padding before a stride",
      "nn.Sequential(nn.Conv2d(1, 8, 3, 2, padding=1), nn.Flatten(), nn.LazyLinear(10))",
      ["readPadding 1"],
    ],
    [
      "weights that are used twice",
      "a = nn.Linear(784, 784)\nnn.Sequential(a, nn.ReLU(), a, nn.Linear(784, 10))",
      ["readShared 1"],
    ],
    [
      "two ways",
      "class N(nn.Module):\n def __init__(self):\n  self.a = nn.Linear(784, 9)\n  self.b = nn.Linear(784, 9)\n def forward(self, x):\n  return torch.cat([self.a(x), self.b(x)])",
      ["readUnknownCall 6"],
    ],
    [
      "two networks",
      "a = nn.Sequential(nn.Linear(784, 9), nn.ReLU(), nn.Linear(9, 10))\nb = nn.Sequential(nn.Linear(784, 9), nn.ReLU(), nn.ReLU(), nn.Linear(9, 10))",
      ["readSeveral"],
    ],
    ["a mistake of syntax", "nn.Sequential(nn.Linear(784, 9), nn.ReLU(), nn.Linear(9, 10)", ["readSyntax 1"]],
    [
      "L2 in the optimizer",
      "nn.Sequential(nn.Linear(784, 10))\ntorch.optim.SGD(n.parameters(), 0.1, weight_decay=0.01)",
      ["readWeightDecay 2"],
    ],
  ])("%s is told", (_what, text, notes) => {
    expect(told(text)).toEqual(notes);
  });
});

describe("printed models:", () => {
  test("a Sequential", () => {
    expect(layersOf(fixture("printed-sequential.txt"))).toEqual([
      ...[dense(200), leaky(), dropout(0.3), norm(), dense(10)],
    ]);
    expect(told(fixture("printed-sequential.txt"))).toEqual(["readSoftmax 7"]);
  });

  test("a class shows its parts and not its forward, which is told", () => {
    const text = fixture("printed-class.txt");
    const inner = [dense(3), dense(3), dense(3)];
    const first = [conv(8, "same"), relu, pool, { type: "spatialDropout", rate: 0.25 }];
    expect(layersOf(text)).toEqual([...first, ...inner, dense(10)]);
    expect(told(text)).toEqual([
      "readPrintedOrder",
      "readTakesOthers 9",
      "readUnknownLayer 11",
      "readTakesOthers 14",
    ]);
  });
});

describe("Keras:", () => {
  const head = "from tensorflow import keras\nfrom tensorflow.keras import layers\n";

  test("layers that are added, with activations and initialisers, and what compiles and fits", () => {
    const reading = readNetworkText(fixture("keras-add.py"), mnist);
    const hidden = (units: number) => [
      dense(units, { initializer: "heNormal" }),
      relu,
      norm(0.01, 0.001),
      dropout(0.5),
    ];
    expect(reading.layers).toEqual([{ type: "flatten" }, ...hidden(200), ...hidden(100), keras(10)]);
    expect(reading.training).toEqual({
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: false },
      batchSize: 128,
      epochs: 10,
    });
    expect(told(fixture("keras-add.py"))).toEqual([
      "readUnknownLayer 9",
      "readSoftmax 10",
      "readWidthOfData 10",
    ]);
  });

  test("the functional way, with a shortcut", () => {
    const text = `${head}i = keras.Input((784,))\nx = layers.Dense(64)(i)\ny = layers.Dense(64, "gelu")(x)\nx = layers.add([x, y])\nm = keras.Model(i, layers.Dense(10)(x))`;
    expect(layersOf(text)).toEqual([keras(64), residual(keras(64), { type: "gelu" }), keras(10)]);
    expect(told(text)).toEqual([]);
  });

  test("its own defaults are not PyTorch's", () => {
    const text = `${head}keras.Sequential([layers.Dense(9), layers.LeakyReLU(), layers.BatchNormalization(), layers.LayerNormalization(), layers.Dense(9, activation="leaky_relu"), layers.Dense(10)])`;
    expect(layersOf(text)).toEqual([
      ...[keras(9), leaky(0.3), norm(0.01, 0.001), { type: "layerNorm", epsilon: 0.001 }],
      ...[keras(9), leaky(0.2), keras(10)],
    ]);
  });

  test("older names of the same", () => {
    const text = `from keras.models import Sequential\nfrom keras.layers import Dense, LeakyReLU\nSequential([Dense(9, input_dim=784), LeakyReLU(alpha=0.1), Dense(10)])`;
    expect(layersOf(text)).toEqual([keras(9), leaky(0.1), keras(10)]);
    expect(told(text)).toEqual([]);
  });

  test("keep_prob is the share that is kept", () => {
    const text = `import tensorflow as tf\ni = tf.keras.Input((784,))\nx = tf.keras.layers.Dense(9)(i)\nx = tf.nn.dropout(x, keep_prob=0.7)\nm = tf.keras.Model(i, tf.keras.layers.Dense(10)(x))`;
    expect(layersOf(text)).toEqual([keras(9), dropout(0.3), keras(10)]);
    expect(told(text)).toEqual(["readKeepProb 4"]);
  });

  test("one output with a sigmoid becomes two", () => {
    const text = `${head}keras.Sequential([layers.Dense(9, "relu"), layers.Dense(1, activation="sigmoid")])`;
    expect(layersOf(text)).toEqual([keras(9), relu, keras(2)]);
    expect(told(text)).toEqual(["readBinary 3"]);
  });

  test("penalties", () => {
    const text = `${head}keras.Sequential([layers.Dense(9, kernel_regularizer=keras.regularizers.l2(1e-4)), layers.Dense(10, kernel_regularizer="l1")])`;
    expect(layersOf(text)).toEqual([
      { ...keras(9), l2: 1e-4 },
      { ...keras(10), l1: 0.01 },
    ]);
  });

  test("the JSON of a Sequential and of a functional model", () => {
    expect(layersOf(fixture("sequential.keras.json"))).toEqual([
      ...[{ ...keras(200), l2: 0.01 }, relu, norm(0.01, 0.001), dropout(0.3), leaky(0.3), keras(10)],
    ]);
    expect(told(fixture("sequential.keras.json"))).toEqual(["readSoftmax"]);
    const c = (activation: object[]) => [conv(8, "same", "glorotUniform"), ...activation];
    expect(layersOf(fixture("functional.keras.json"))).toEqual([
      ...[...c([]), residual(...c([relu])), { type: "globalAveragePool2d" }, keras(10)],
    ]);
    expect(told(fixture("functional.keras.json"))).toEqual([]);
  });
});

test.each([
  ["a greeting", "hello world", "readNothing"],
  ["nothing", "", "readNothing"],
  ["JSON of something else", "{}", "readNothing"],
  ["code without layers", "import torch\nprint(3)", "readNothing"],
  ["a book", "x".repeat(200_001), "readTooLong"],
  ["brackets in brackets", `${"(".repeat(3000)}1`, "readTooDeep"],
  ["a function that calls itself", "def f(n): return f(n)\nnn.Sequential(f(1))", "readTooDeep"],
  ["three hundred layers", "nn.Sequential(*[nn.ReLU() for i in range(300)])", "readTooManyLayers"],
  ["a loop of millions", "a = [1] * 9000\nfor i in a:\n  for j in a:\n    x = 1", "readTooDeep"],
])("%s ends by name", (_what, text, code) => {
  expect(() => readNetworkText(text)).toThrow(expect.objectContaining({ code }));
});

test.each([
  ["lists in lists", `${"[".repeat(5000)}${"]".repeat(5000)}`],
  ["objects that are no text", '{"toString":null}'],
  ["numbers", "7"],
  ["nothing", "null"],
])("a network of Keras whose names are %s is read, or ends by name", (_what, hostile) => {
  const text = fixture("functional.keras.json");
  for (const place of [/"class_name": ?"Conv2D"/, /"name": ?"add"/, /"keras_history": ?\["conv2d"/]) {
    expect(text).toMatch(place);
    const [key] = text.match(place)!;
    const document = text.replaceAll(
      key,
      key.replace(/"[^"]*"$/, () => hostile),
    );
    try {
      readNetworkText(document);
    } catch (error) {
      expect(error).toBeInstanceOf(LabError);
    }
  }
});

test("every layer that is read is one of the document", () => {
  for (const name of ["chapter.py", "class.py", "residual.py", "keras-add.py"])
    for (const layer of layersOf(fixture(name))) expect(layerSchema.parse(layer)).toEqual(layer);
});
