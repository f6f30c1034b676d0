import {
  buildFunction,
  type DataType,
  type Graph,
  type GraphFunction,
  type Output,
} from "../../tensor/graph";

/** The tensors that a loop carries from round to round, by name. */
export type LoopState = Readonly<Record<string, Output>>;

interface LoopRounds {
  /** Whether there is another round: a scalar; false or 0 ends the loop. */
  condition(graph: Graph, state: LoopState): Output;
  /** One round; values that it leaves out stay unchanged. */
  round(graph: Graph, state: LoopState): LoopState;
}

/**
 * Adds a `While` node: rounds in a row inside one call.
 * @param functions the library to which the loop's condition and body are added, under names that begin with `name`
 * @returns the state after the last round
 */
export function addLoop(
  graph: Graph,
  functions: GraphFunction[],
  name: string,
  initial: LoopState,
  { condition, round }: LoopRounds,
): LoopState {
  const names = Object.keys(initial);
  const types = Object.fromEntries(names.map((each) => [each, initial[each]!.type])) as Record<
    string,
    DataType
  >;
  const listed = names.map((each) => types[each]!);
  functions.push(
    buildFunction(`${name}Condition`, graph.kernels, types, (body, state) => [condition(body, state)]),
    buildFunction(`${name}Body`, graph.kernels, types, (body, state) => {
      const next = { ...state, ...round(body, state) };
      return names.map((each) => next[each]!);
    }),
  );
  const outputs = graph.add("While", {
    inputs: names.map((each) => initial[each]!),
    attributes: {
      T: { types: listed },
      cond: { function: `${name}Condition` },
      body: { function: `${name}Body` },
    },
    outputs: { output: listed },
  });
  return Object.fromEntries(names.map((each, index) => [each, outputs[index]!]));
}
