import type { EvaluationMode } from "../engine";
import { graphOf } from "../../nn/layers/graph";
import type { ChainLink } from "../../nn/layers/graph-layer";
import { draws, layerShapes } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import type { Adam } from "../../nn/optimizers/adam/optimizer";
import type { AdamW } from "../../nn/optimizers/adamW/optimizer";
import type { Graph, Output } from "../../tensor/graph";
import { binary, bitcast, floats, integers, reshape, unpack } from "../../tensor/ops";
import { type ChainInputs, chainEvaluated, chainTrained } from "../../tensor/own-ops";
import { type Variable, VariableAccess } from "../../tensor/variables";
import type { EvaluationInputs } from "./evaluation";
import { type GraphSpec, parametersOf, slotsOf } from "./graph-spec";
import type { LoopState } from "./loop";
import type { SumNodes, TrainingInputs } from "./training";

/**
 * A network that one of the lab's own operations trains and another one evaluates, without a node for each layer: dense layers with
 * rectifiers and dropout between them (native/chain.h), trained by Adam without more settings of the step than the precision of products.
 */
export interface Chain {
  readonly links: readonly PlacedLink[];
  readonly optimizer: Adam | AdamW;
}

interface PlacedLink {
  readonly link: ChainLink;
  /** Of its outputs. */
  readonly units: number;
  /** Where the layer stands in order. */
  readonly layer: number;
  /** Its place among those that draw. */
  readonly ordinal: number;
}

/** The spec's network as a chain; null if it is none, or the lab's operations are missing. */
export function chainOf(spec: GraphSpec): Chain | null {
  const { kernels, training, step = {}, augmentation, task, outputs, layers, input } = spec;
  const { optimizer, loss } = training;
  const isPlainStep = Object.keys(step).every((setting) => setting === "products");
  if (!kernels.own || augmentation || !isPlainStep) return null;
  if (optimizer.type !== "adam" && optimizer.type !== "adamW") return null;
  if (loss !== (task === "classification" ? "softmaxCrossEntropy" : "meanSquaredError")) return null;
  if (task === "regression" && outputs !== 1) return null;
  if (parametersOf(spec).some(({ penalised }) => penalised && penalised.l1 !== 0)) return null;
  const links: PlacedLink[] = [];
  let ordinal = 0;
  for (const [index, { layer, output }] of layerShapes(layers, input).entries()) {
    const link = graphOf(layer).chain?.(layer);
    if (link === undefined) return null;
    if (link) links.push({ link, units: sizeOf(output), layer: index, ordinal });
    if (draws(layer)) ordinal++;
  }
  return { links, optimizer };
}

/** What a call that trains does with the copy of the weights that the operation has, in the order of native/ops.cc. */
export const copyings = { none: 0, make: 1, give: 2 } as const;

/** In the order of native/chain.h. */
const numbersOfLinks = { dense: 0, leak: 1, dropout: 2 } as const;

function inputsOf(
  { links }: Chain,
  spec: GraphSpec,
  graph: Graph,
  carried: LoopState,
): Omit<ChainInputs, "own"> {
  const parameters = parametersOf(spec);
  const factorOf = ({ link, layer }: PlacedLink): number => {
    if (link.link === "leak") return link.slope;
    if (link.link === "dropout") return link.inference;
    const { penalised } = parameters.find((each) => each.layer === layer && each.penalised)!;
    return 2 * (spec.training.l2 + penalised!.l2);
  };
  const dropouts = links.filter(({ link }) => link.link === "dropout");
  const ofDropouts = (name: string) => dropouts.map(({ ordinal }) => carried[name + ordinal]!);
  const plan = links.flatMap(({ link, units }) => [numbersOfLinks[link.link], units]);
  return {
    isClassified: spec.task === "classification",
    plan: integers(graph, [...plan, sizeOf(spec.input)]),
    factors: floats(graph, links.map(factorOf)),
    inputs: carried["inputs"]!,
    targets: carried["targets"]!,
    counter: carried["counter"]!,
    keys: ofDropouts("key"),
    firstKept: ofDropouts("firstKept"),
    kept: ofDropouts("kept"),
    weights: valuesOf(graph, parameters),
  };
}

function valuesOf(graph: Graph, all: readonly Variable[]): Output[] {
  const variables = new VariableAccess(graph);
  return all.map((variable) => variables.read(variable));
}

/** What addTraining (training.ts) gives, by one node; and the copy of the weights, where it is to be given. */
export function addChainTraining(
  chain: Chain,
  spec: GraphSpec,
  graph: Graph,
  { order, start, batches, lastBatches, step, learningRates }: TrainingInputs,
  copying: Output,
  carried: LoopState,
): { readonly training: SumNodes; readonly copy: Output } {
  const { optimizer } = chain;
  const slots = parametersOf(spec).map((variable) => slotsOf(spec, variable));
  const [losses, hits, copy] = chainTrained(graph, {
    ...inputsOf(chain, spec, graph, carried),
    // A shorter last batch is one more.
    own: [
      ...[order, start, binary(graph, "AddV2", batches, lastBatches), step],
      spec.scheduled ? learningRates : floats(graph, [optimizer.learningRate]),
      copying,
    ],
    means: valuesOf(
      graph,
      slots.map(([mean]) => mean!),
    ),
    squares: valuesOf(
      graph,
      slots.map(([, square]) => square!),
    ),
    batchSize: spec.training.batchSize,
    bfloat16: spec.step?.products === "bfloat16",
    optimizer: { ...optimizer, decay: optimizer.type === "adamW" ? optimizer.weightDecay : 0 },
  });
  return { training: sumsOf(spec, losses, hits), copy };
}

/** What addEvaluation (evaluation.ts) gives, by one node. @param modes eval, evalForgotten or both, in this order */
export function addChainEvaluation(
  chain: Chain,
  spec: GraphSpec,
  graph: Graph,
  { from, to }: EvaluationInputs,
  carried: LoopState,
  modes: readonly EvaluationMode[],
): SumNodes[] {
  const forgotten = modes.includes("evalForgotten");
  const [losses, hits] = chainEvaluated(graph, {
    ...inputsOf(chain, spec, graph, carried),
    // Without forgotten eval a call has no random numbers.
    ...(!forgotten && { counter: noWords(graph), keys: [], firstKept: [], kept: [] }),
    own: [from, to],
    correct: modes.includes("eval"),
    forgotten,
  });
  const lossOf = unpack(graph, losses, modes.length);
  const hitsOf = unpack(graph, hits, modes.length);
  return modes.map((_, index) => sumsOf(spec, lossOf[index]!, hitsOf[index]!));
}

function noWords(graph: Graph): Output {
  return bitcast(graph, reshape(graph, integers(graph, [0, 0, 0, 0]), [2, 2]), "uint64");
}

function sumsOf({ task }: GraphSpec, losses: Output, hits: Output): SumNodes {
  return { losses: [losses], hits: task === "classification" ? [hits] : [] };
}
