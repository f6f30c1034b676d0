import { readerOf } from "../given";
import type { Teller } from "../teller";
import { PythonReader } from "./interpreter";
import { type Call, type Flow, inputs, isKind, type Step, stepsOf, type Value } from "./values";

/** A network that a text has, as the steps that its inputs go through. */
export interface FoundNetwork {
  readonly steps: readonly Step[];
  readonly calls: readonly Call[];
  /** Numbers of the text by the names that it gives them. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The shape of a sample, where the text says it. */
  readonly shape?: readonly number[];
}

/** The largest network of a text of Python. Its largest, because parts of networks have names too. @throws LabError as `PythonReader` does */
export function findNetwork(text: string, teller: Teller): FoundNetwork {
  const reader = new PythonReader(text, teller);
  const values = [...reader.scope.entries().map(([, value]) => value), ...reader.loose];
  const ways = [flowsOf, madeFlows, openFlow].map(
    (way) => () => values.flatMap((value) => way(reader, value)),
  );
  let found: Flow | null = null;
  for (const way of ways) found ??= largest(way(), teller);
  const steps = found ? stepsOf(found) : looseLayers(reader.loose);
  const start = found && startOf(found);
  const numbers = reader.scope
    .entries()
    .filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return {
    steps,
    calls: reader.calls,
    numbers: new Map(numbers),
    ...(start?.shape && { shape: start.shape }),
  };
}

/** What a value of the text does with its inputs. */
function flowsOf(reader: PythonReader, value: Value): Flow[] {
  const isNetwork =
    isKind(value, "call") && /^(torch\.nn|keras)\.(Sequential|Model)$|^printed$/.test(value.name);
  if (isNetwork && value.name === "keras.Model") {
    const outputs = value.named.get("outputs") ?? value.positional[1];
    return isKind(outputs, "flow") ? [outputs] : [];
  }
  if (!isNetwork && !isKind(value, "instance")) return [];
  const flow = reader.apply(value, inputs());
  return flow?.step ? [flow] : [];
}

/** Of classes and functions that the text defines and never calls. */
function madeFlows(reader: PythonReader, value: Value): Flow[] {
  const nothing = { positional: [], named: new Map<string, Value>() };
  if (isKind(value, "class")) return flowsOf(reader, reader.instantiate(value, nothing, value.line));
  const made = isKind(value, "function") ? reader.invoke(value, nothing) : null;
  return [...flowsOf(reader, made), ...openFlow(reader, made)];
}

/** Of code that chains layers and makes no model of them. */
function openFlow(_reader: PythonReader, value: Value): Flow[] {
  return isKind(value, "flow") && value.step ? [value] : [];
}

function largest(flows: readonly Flow[], teller: Teller): Flow | null {
  const [first, ...others] = [...flows].sort((one, other) => other.depth - one.depth);
  if (!first) return null;
  // A part of a network, or the network by another name, is no other network.
  const lines = new Set(linesOf(first));
  const separate = others.filter((flow) => linesOf(flow).some((line) => !lines.has(line)) && flow.depth > 2);
  if (separate.length > 0) teller.tell("readSeveral", { count: separate.length + 1 });
  return first;
}

const linesOf = (flow: Flow) => stepsOf(flow).map(({ line }) => line);

function startOf(flow: Flow): Flow {
  let at = flow;
  while (at.before) at = at.before;
  return at;
}

/** Layers that stand by themselves: a part of a list. */
function looseLayers(values: readonly Value[]): Step[] {
  return values.flatMap((value): Step[] => {
    if (isKind(value, "list")) return looseLayers(value.items);
    const isLayer = isKind(value, "call") && /^(torch\.nn|keras\.layers)\./.test(value.name);
    return isLayer && (readerOf(value.name) || /\.[A-Z]/.test(value.name)) ? [value] : [];
  });
}
