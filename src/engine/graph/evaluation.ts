import type { EvaluationMode } from "../engine";
import { type GraphSpec, targetsOf } from "./graph-spec";
import type { Graph, GraphFunction, Output } from "../../tensor/graph";
import { addLoop, type LoopState } from "./loop";
import { hits } from "./hits";
import { graphLosses } from "../../nn/losses/graph";
import { forward } from "./network";
import { layerRandom, type LayerRandom } from "./random";
import { binary, cast, compare, float, integer, pack, slice, sum } from "../../tensor/ops";
import type { SumNodes } from "./training";
import { VariableAccess } from "../../tensor/variables";

/** Rows that go through the network together, which limits memory. A multiple of a whole block of random numbers. */
export const evaluatedRows = 512;

/** The rows of the split that a call evaluates, as int32: from `from`, a multiple of four, up to and without `to`. */
export interface EvaluationInputs {
  readonly from: Output;
  readonly to: Output;
}

/**
 * Evaluates rows in one mode inside one call.
 * @param carried the further inputs of every round: `inputs`, `targets`, `counter` and the random layers'
 */
export function addEvaluation(
  spec: GraphSpec,
  graph: Graph,
  functions: GraphFunction[],
  { from, to }: EvaluationInputs,
  carried: LoopState,
  mode: EvaluationMode,
): SumNodes {
  const loss = cast(graph, float(graph, 0), "float64");
  const zeroHits = spec.task === "classification" && { hits: integer(graph, 0) };
  const initial = { ...carried, from, to, loss, ...zeroHits };
  const state = addLoop(graph, functions, mode === "eval" ? "evaluate" : "evaluateForgotten", initial, {
    condition: (body, each) => compare(body, "Less", each["from"]!, each["to"]!),
    round: (body, each) => evaluateRows(spec, body, each, mode),
  });
  return {
    losses: [cast(graph, state["loss"]!, "float32")],
    hits: state["hits"] ? [state["hits"]] : [],
  };
}

function evaluateRows(spec: GraphSpec, graph: Graph, state: LoopState, mode: EvaluationMode): LoopState {
  const { training, input, outputs: outputCount } = spec;
  const from = state["from"]!;
  const end = binary(graph, "AddV2", from, integer(graph, evaluatedRows));
  const next = binary(graph, "Minimum", end, state["to"]!);
  const count = binary(graph, "Sub", next, from);
  const begin = pack(graph, [from, ...input.map(() => integer(graph, 0))]);
  const size = pack(graph, [count, ...input.map((each) => integer(graph, each))]);
  const inputs = slice(graph, state["inputs"]!, begin, size);
  const sliced = slice(graph, state["targets"]!, pack(graph, [from]), pack(graph, [count]));
  const targets = targetsOf(spec, graph, sliced);
  const random = forgottenRandom(graph, state, from, count);
  const variables = new VariableAccess(graph);
  const { outputs } = forward(graph, spec, variables, inputs, mode, random);
  const { perSample } = graphLosses[training.loss](graph, outputs, targets, outputCount);
  const loss = cast(graph, sum(graph, perSample, [0]), "float64");
  return {
    from: next,
    loss: binary(graph, "AddV2", state["loss"]!, loss),
    ...(state["hits"] && {
      hits: binary(
        graph,
        "AddV2",
        state["hits"],
        sum(graph, cast(graph, hits(graph, outputs, targets), "int32"), [0]),
      ),
    }),
  };
}

/**
 * A layer's words continue from row to row, four to a block, so those of row `from` begin at block from / 4 · words.
 */
function forgottenRandom(graph: Graph, state: LoopState, from: Output, count: Output): LayerRandom {
  const counterOf = (words: number) => {
    const fours = graph.once("fours of rows", () =>
      cast(graph, binary(graph, "FloorDiv", from, integer(graph, 4)), "uint64"),
    );
    const zero = graph.once("zero of words", () => cast(graph, integer(graph, 0), "uint64"));
    const block = binary(graph, "Mul", fours, cast(graph, integer(graph, words), "uint64"));
    return binary(graph, "AddV2", state["counter"]!, pack(graph, [block, zero]));
  };
  return layerRandom(graph, state, counterOf, (words) => pack(graph, [count, integer(graph, words)]));
}
