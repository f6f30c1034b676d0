/** Names that code uses without importing them, as people paste parts of programs. */
const usual: Readonly<Record<string, string>> = {
  torch: "torch",
  nn: "torch.nn",
  F: "torch.nn.functional",
  optim: "torch.optim",
  torchvision: "torchvision",
  transforms: "torchvision.transforms",
  math: "math",
  keras: "keras",
  tf: "tensorflow",
  layers: "keras.layers",
  np: "numpy",
  OrderedDict: "collections.OrderedDict",
};

/** The name's usual meaning; undefined if it has none. @param bare the room of names that stand alone */
export function usualMeaning(name: string, bare: string): string | undefined {
  if (Object.hasOwn(usual, name)) return usual[name];
  if (!/^[A-Z]/.test(name)) return undefined;
  return name === "Sequential" || name === "Model" || name === "Input"
    ? `${bare.replace(/\.layers$/, "")}.${name}`
    : `${bare}.${name}`;
}

/** Where two frameworks name layers alike, what else the text names decides. */
export function roomOfBareNames(text: string): "torch.nn" | "keras.layers" {
  return /\b(Dense|Conv2D|BatchNormalization|MaxPooling2D|InputLayer|keras|\.add\(|activation=)/.test(text)
    ? "keras.layers"
    : "torch.nn";
}

const rewritten: readonly (readonly [RegExp, string])[] = [
  [/^tensorflow\.(python\.)?keras\b/, "keras"],
  [/^tf_keras\b/, "keras"],
  [/^tensorflow\.compat\.v1\b/, "tensorflow"],
  [/^tensorflow\.nn\.(?!dropout)/, "keras.activations."],
  [/^keras\.(models|engine|src)\.(?=(Sequential|Model)\b)/, "keras."],
  [/^keras\.layers\.(Input|InputLayer)\b/, "keras.Input"],
  [/^keras\.InputLayer\b/, "keras.Input"],
  [/^keras\.layers\.(core|convolutional|normalization|advanced_activations)\./, "keras.layers."],
  [/^keras\.layers\.MaxPool2D$/, "keras.layers.MaxPooling2D"],
  [/^keras\.layers\.AvgPool2D$/, "keras.layers.AveragePooling2D"],
  [/^keras\.layers\.Convolution2D$/, "keras.layers.Conv2D"],
  [/^keras\.layers\.GlobalAvgPool2D$/, "keras.layers.GlobalAveragePooling2D"],
  [/^keras\.layers\.add$/, "keras.layers.Add"],
  [/^keras\.ops\.add$/, "keras.layers.Add"],
  [
    /^keras\.ops\.(?=(relu|selu|silu|gelu|elu|sigmoid|tanh|softplus|leaky_relu|softmax)$)/,
    "keras.activations.",
  ],
  [/^keras\.optimizers\.(legacy|schedules|experimental)\./, "keras.optimizers."],
  [/^keras\.src\./, "keras."],
  [/^torchvision\.transforms\.v2\./, "torchvision.transforms."],
  [/^torch\.nn\.modules\.\w+\./, "torch.nn."],
  [/^timm\.(models\.layers|layers\.drop)\b/, "timm.layers"],
];

/** One name for each thing, whatever door it was imported by. */
export function canonical(name: string): string {
  return rewritten.reduce((text, [pattern, by]) => text.replace(pattern, by), name);
}
