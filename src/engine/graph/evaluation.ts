import type { EvaluationMode } from "../engine";
import { type GraphSpec, targetsOf } from "./graph-spec";
import { alikeInEvaluation, isOverBatch } from "../../nn/network";
import type { Graph, GraphFunction, Output } from "../../tensor/graph";
import { addLoop, type LoopState } from "./loop";
import { hits } from "./hits";
import { graphLosses } from "../../nn/losses/graph";
import { forward } from "./network";
import { layerRandom, type LayerRandom } from "./random";
import { binary, cast, compare, float, integer, pack, reshape, slice, sum } from "../../tensor/ops";
import type { SumNodes } from "./training";
import { VariableAccess } from "../../tensor/variables";

/** Rows that go through the network together, which limits memory. */
export const evaluatedRows = 512;

/**
 * Rows that go through the network together in this mode. What layers give over the batch depends on its rows: they are as
 * many as in training.
 */
export function rowsAtOnce({ layers, training }: GraphSpec, mode: EvaluationMode): number {
  return isOverBatch(layers, mode) ? training.batchSize : evaluatedRows;
}

/** Whether a pass with eval forgotten can share its first layers with one in mode eval: their rows must go through together. */
export function sharesLayers(spec: GraphSpec): boolean {
  return !isOverBatch(spec.layers, "evalForgotten") && alikeInEvaluation(spec.layers) > 0;
}

/** The rows of the split that a call evaluates, as int32: from `from`, a multiple of `rowsAtOnce`, up to and without `to`. */
export interface EvaluationInputs {
  readonly from: Output;
  readonly to: Output;
}

/**
 * Evaluates rows inside one call, in one mode or in several that share the layers which do the same in all of them.
 * @param modes with the same `rowsAtOnce`
 * @param carried the further inputs of every round: `inputs`, `targets`, `counter` and the random layers'
 */
export function addEvaluation(
  spec: GraphSpec,
  graph: Graph,
  functions: GraphFunction[],
  { from, to }: EvaluationInputs,
  carried: LoopState,
  modes: readonly EvaluationMode[],
): SumNodes[] {
  const loss = cast(graph, float(graph, 0), "float64");
  const zeros = modes.flatMap((mode) => [
    [lossOf(mode), loss] as const,
    ...(spec.task === "classification" ? [[hitsOf(mode), integer(graph, 0)] as const] : []),
  ]);
  const initial = { ...carried, from, to, ...Object.fromEntries(zeros) };
  const state = addLoop(graph, functions, ["evaluate", ...modes].join("_"), initial, {
    condition: (body, each) => compare(body, "Less", each["from"]!, each["to"]!),
    round: (body, each) => evaluateRows(spec, body, each, modes),
  });
  return modes.map((mode) => {
    const hits = state[hitsOf(mode)];
    return { losses: [cast(graph, state[lossOf(mode)]!, "float32")], hits: hits ? [hits] : [] };
  });
}

const lossOf = (mode: EvaluationMode) => `${mode}Loss`;
const hitsOf = (mode: EvaluationMode) => `${mode}Hits`;

function evaluateRows(
  spec: GraphSpec,
  graph: Graph,
  state: LoopState,
  modes: readonly EvaluationMode[],
): LoopState {
  const { training, layers, input, outputs: outputCount } = spec;
  const from = state["from"]!;
  const rows = rowsAtOnce(spec, modes[0]!);
  const end = binary(graph, "AddV2", from, integer(graph, rows));
  const next = binary(graph, "Minimum", end, state["to"]!);
  const count = binary(graph, "Sub", next, from);
  const begin = pack(graph, [from, ...input.map(() => integer(graph, 0))]);
  const size = pack(graph, [count, ...input.map((each) => integer(graph, each))]);
  const inputs = slice(graph, state["inputs"]!, begin, size);
  const sliced = slice(graph, state["targets"]!, pack(graph, [from]), pack(graph, [count]));
  const targets = targetsOf(spec, graph, sliced);
  const isWhole = rows % 4 === 0;
  const random = forgottenRandom(graph, state, { from, count, isWhole });
  const variables = new VariableAccess(graph);
  const sums: Record<string, Output> = {};
  let known: readonly Output[] | undefined;
  for (const mode of modes) {
    const { outputs, given } = forward(graph, spec, variables, inputs, mode, random, known);
    known ??= given.slice(0, alikeInEvaluation(layers) + 1);
    const { perSample } = graphLosses[training.loss](graph, outputs, targets, outputCount);
    const loss = cast(graph, sum(graph, perSample, [0]), "float64");
    sums[lossOf(mode)] = binary(graph, "AddV2", state[lossOf(mode)]!, loss);
    const hitsBefore = state[hitsOf(mode)];
    if (!hitsBefore) continue;
    const more = sum(graph, cast(graph, hits(graph, outputs, targets), "int32"), [0]);
    sums[hitsOf(mode)] = binary(graph, "AddV2", hitsBefore, more);
  }
  return { from: next, ...sums };
}

/** The outputs of `inputs`, rows `from` to `to` of their split, with dropout on and batch normalisation in eval mode. */
export function addMaskedPredictions(
  spec: GraphSpec,
  graph: Graph,
  { inputs, from, to }: EvaluationInputs & { readonly inputs: Output },
  state: LoopState,
): Output {
  const count = binary(graph, "Sub", to, from);
  const random = forgottenRandom(graph, state, { from, count, isWhole: evaluatedRows % 4 === 0 });
  const variables = new VariableAccess(graph);
  return forward(graph, spec, variables, inputs, "dropoutForgotten", random).outputs;
}

/**
 * A layer's words continue from row to row, four to a block, so those of row `from` begin at word from · words.
 * @param isWhole whether `from` is a multiple of four, so that they begin a block
 */
function forgottenRandom(
  graph: Graph,
  state: LoopState,
  { from, count, isWhole }: { from: Output; count: Output; isWhole: boolean },
): LayerRandom {
  const times = (x: Output, y: Output) => binary(graph, "Mul", x, y);
  const wide = (x: Output) => cast(graph, x, "uint64");
  const four = integer(graph, 4);
  const fours = () => graph.once("fours of rows", () => binary(graph, "FloorDiv", from, four));
  /** Words from the start of the block of row 4 · fours on. */
  const further = (words: number) =>
    times(binary(graph, "Sub", from, times(fours(), four)), integer(graph, words));
  const counterOf = (words: number) => {
    const whole = times(wide(fours()), wide(integer(graph, words)));
    const block = isWhole
      ? whole
      : binary(graph, "AddV2", whole, wide(binary(graph, "FloorDiv", further(words), four)));
    return binary(graph, "AddV2", state["counter"]!, pack(graph, [block, wide(integer(graph, 0))]));
  };
  if (isWhole)
    return layerRandom(graph, state, counterOf, (words) => pack(graph, [count, integer(graph, words)]));
  // Rows that begin within a block: its first words are drawn too, and cut off.
  const wanted = (words: number) => times(count, integer(graph, words));
  const flat = layerRandom(graph, state, counterOf, (words) =>
    pack(graph, [binary(graph, "AddV2", wanted(words), integer(graph, 3))]),
  );
  return (ordinal) => {
    const { words: draw, sharedWords, argument } = flat(ordinal);
    return {
      sharedWords,
      argument,
      words(words) {
        const before = further(words);
        const begin = binary(graph, "Sub", before, times(binary(graph, "FloorDiv", before, four), four));
        const own = slice(graph, draw(words), pack(graph, [begin]), pack(graph, [wanted(words)]));
        return reshape(graph, own, [-1, words]);
      },
    };
  };
}
