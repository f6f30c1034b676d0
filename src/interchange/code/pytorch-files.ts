import type { Part } from "../../nn/layers/layer-code";
import type { Shape } from "../../nn/shape";
import { channelByChannel } from "../axes";
import { toPyTorch } from "../pytorch-tensors";
import { type ExactTensor, safetensorsOf } from "../safetensors";
import { inputOf, type TrainedNetwork } from "../trained-network";
import { definitionsOf } from "./network";
import { printed } from "./print";
import { pytorchVersions } from "./pytorch";
import { pytorchName, pytorchNetwork, pytorchPreparation, sequential } from "./pytorch-network";
import { scriptOf } from "./sections";
import {
  classesOf,
  columnImports,
  columnsOf,
  inUnits,
  originOf,
  placeholder,
  scalingOfTrained,
  selfTest,
} from "./trained";

/** For which versions predict.py is written. */
const versions = [...pytorchVersions, "safetensors==0.6.2"];

/** A trained network in PyTorch: predict.py, which takes raw rows, and weights.safetensors with PyTorch's names. */
export function pytorchFiles(
  network: TrainedNetwork,
): { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  return [
    { path: "weights.safetensors", bytes: weightsOf(network) },
    { path: "predict.py", bytes: new TextEncoder().encode(predictor(network)) },
  ];
}

function networkIn(network: TrainedNetwork) {
  return pytorchNetwork(network.layers, inputOf(network), preparationOf(network));
}

/** The weights file brings the statistics. */
function preparationOf(network: TrainedNetwork): readonly Part[] {
  const sides = channelsFirst(inputOf(network));
  return pytorchPreparation(
    scalingOfTrained(network),
    placeholder("zeros", sides),
    placeholder("ones", sides),
  );
}

const channelsFirst = (input: Shape): Shape =>
  input.length === 3 ? [input[2]!, input[0]!, input[1]!] : input;

/** The features of a row as PyTorch has them. */
function inOrderOf<Feature>(features: readonly Feature[], input: Shape): readonly Feature[] {
  if (input.length !== 3) return features;
  return channelByChannel(input as [number, number, number]).map((place) => features[place]!);
}

/** The state of `net`: of standardising in double precision, as it was computed. */
export function weightsOf(network: TrainedNetwork): Uint8Array<ArrayBuffer> {
  const { preparation, state, origin } = network;
  const tensors = new Map<string, ExactTensor>();
  if (scalingOfTrained(network).kind === "standardised") {
    const features = inOrderOf(preparation.features!, inputOf(network));
    const of = (values: number[]): ExactTensor => ({
      shape: channelsFirst(inputOf(network)),
      values: Float64Array.from(values),
    });
    tensors.set("0.shift", of(features.map(({ mean }) => mean)));
    tensors.set("0.scale", of(features.map(({ divisor }) => divisor)));
  }
  for (const tensor of networkIn(network).tensors) {
    const { state: shapes, order } = tensor.holder.layer;
    const shape = shapes.find(({ name }) => name === tensor.name.lab)!.shape;
    tensors.set(
      pytorchName(tensor),
      toPyTorch({ shape, values: state.get(tensor.lab)! }, tensor.name, order),
    );
  }
  const { experiment, variant, seed, epoch } = origin;
  return safetensorsOf(tensors, {
    ...{ format: "pt", experiment: experiment.name, variant, seed: String(seed), epoch: String(epoch) },
  });
}

function predictor(network: TrainedNetwork): string {
  const net = networkIn(network);
  const input = inputOf(network);
  const isPicture = input.length === 3;
  const isRegression = network.preparation.target.task === "regression";
  const sides = input.join(", ");
  const rows = isPicture
    ? `torch.as_tensor(rows).reshape(-1, ${sides}).permute(0, 3, 1, 2)`
    : "torch.as_tensor(rows)";
  const what = isRegression ? "Values in the target's unit" : "Probabilities of the classes";
  return scriptOf([
    originOf(network, "PyTorch", versions),
    columnImports(network),
    ["import numpy as np", "import torch", "from safetensors.torch import load_file", "from torch import nn"],
    ...definitionsOf(net.parts).map(({ source }) => source.split("\n")),
    [
      ...printed(sequential(net), "net = "),
      'net.load_state_dict(load_file("weights.safetensors"))',
      "net.eval()",
    ],
    classesOf(network),
    ...columnsOf(network),
    [
      "@torch.no_grad()",
      "def predict(rows):",
      `    """${what} for an array of raw rows, ${input.join(" x ")} numbers each."""`,
      `    outputs = net(${rows})`,
      isRegression
        ? `    return ${inUnits(network, "outputs[:, 0].numpy()")}`
        : "    return outputs.softmax(1).numpy()",
    ],
    selfTest(network),
  ]).text;
}
