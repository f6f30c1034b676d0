import type { SyntaxNode } from "@lezer/common";

/** What the reader of Python knows of a value. Nothing of the program runs: only constants, lists and names are followed. */
export type Value =
  | null
  | boolean
  | number
  | string
  | List
  | Dictionary
  | Outside
  | Call
  | Flow
  | Weight
  | Instance
  | OwnClass
  | OwnFunction
  | Rows
  | Batches
  | Unknown;

/** A list or a tuple. */
export interface List {
  readonly kind: "list";
  readonly items: Value[];
}

export interface Dictionary {
  readonly kind: "dictionary";
  readonly entries: Map<string, Value>;
}

/** A name from outside of the text: `torch.nn.Linear`. */
export interface Outside {
  readonly kind: "outside";
  readonly name: string;
}

/** What a call of a name from outside gives, with its arguments; of a layer, the layer. */
export interface Call {
  readonly kind: "call";
  /** The whole name: `torch.nn.Linear`. */
  readonly name: string;
  readonly positional: Value[];
  readonly named: Map<string, Value>;
  readonly line: number;
  /** Its name in the weights of its network, where it is known: `features.0`. */
  readonly path?: string;
  /** Stays the same when the value gets another path. */
  readonly origin?: Call;
}

/** Noted like a call, with the number of its rounds: `for epoch in range(40)`. */
export const epochLoop = "loop.epochs";
/** With what follows the lowest loss so far (improvement.ts). */
export const lowestLoss = "loop.lowest";
/** With the rates of the first epochs, and the layer whose they are, where it is known. */
export const rateInEpochs = "loop.rate";
/** With the calls that a function `augment` makes. */
export const augmentFunction = "function.augment";
/** A class of the text that ends training early, with its attributes. */
export const ownStopper = "class.EarlyStopping";

export function lastOf(calls: readonly Call[], name: string): Call | undefined {
  return calls.filter((call) => call.name === name).at(-1);
}

export function lastMatching(calls: readonly Call[], names: RegExp): Call | undefined {
  return calls.filter((call) => names.test(call.name)).at(-1);
}

/** The tensor that goes through the network, after a step; the network's inputs without one. */
export interface Flow {
  readonly kind: "flow";
  readonly before: Flow | null;
  readonly step: Step | null;
  readonly depth: number;
  /** Of inputs: the shape of a sample, where the code says it. */
  readonly shape?: readonly number[];
}

/** A layer or function that is applied, or a shortcut around steps. */
export type Step = Call | Shortcut;

export interface Shortcut {
  readonly kind: "shortcut";
  readonly body: readonly Step[];
  /** A layer on the shortcut itself. */
  readonly projection: readonly Step[];
  readonly line: number;
}

/** The kernel of a layer: `net[0].weight`. */
export interface Weight {
  readonly kind: "weight";
  readonly of: Call;
}

/** An object of a class of the text. */
export interface Instance {
  readonly kind: "instance";
  readonly of: OwnClass;
  readonly attributes: Map<string, Value>;
  readonly line: number;
  readonly path: string;
}

export interface OwnClass {
  readonly kind: "class";
  readonly name: string;
  /** The whole name of a layer that it is: one that the lab's own scripts define. */
  readonly known: string | null;
  readonly bases: readonly Value[];
  readonly methods: Map<string, OwnFunction>;
  readonly line: number;
}

export interface OwnFunction {
  readonly kind: "function";
  readonly name: string;
  readonly node: SyntaxNode;
  readonly scope: Scope;
  readonly self?: Instance;
  readonly line: number;
}

/** A number of rows that is not known: `len(x_train)`. */
export interface Rows {
  readonly kind: "rows";
}

/** A number of batches, counted in epochs: `2 * batches - 1`; or one through it. */
export interface Batches {
  readonly kind: "batches";
  readonly epochs: number;
  readonly more: number;
  /** Rows of a batch, where the text says them. */
  readonly size: number | null;
  readonly isInverse: boolean;
}

/** What cannot be followed. */
export interface Unknown {
  readonly kind: "unknown";
  readonly text: string;
}

export class Scope {
  private readonly values = new Map<string, Value>();
  constructor(readonly outer: Scope | null) {}

  get(name: string): Value | undefined {
    return this.values.has(name) ? this.values.get(name) : this.outer?.get(name);
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  entries(): [string, Value][] {
    return [...this.values];
  }
}

export function isKind<Kind extends Exclude<Value, null | boolean | number | string>["kind"]>(
  value: Value | undefined,
  kind: Kind,
): value is Extract<Value, { kind: Kind }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

export const unknown = (text: string): Unknown => ({ kind: "unknown", text: text.slice(0, 60) });
export const list = (items: readonly Value[]): List => ({ kind: "list", items: [...items] });

/** The steps from the inputs, or from `start`, to here. */
export function stepsOf(flow: Flow, start: Flow | null = null): Step[] {
  const steps: Step[] = [];
  for (let at: Flow | null = flow; at && at !== start; at = at.before) if (at.step) steps.unshift(at.step);
  return steps;
}

export function after(before: Flow, step: Step): Flow {
  return { kind: "flow", before, step, depth: before.depth + 1 };
}

export const inputs = (shape?: readonly number[]): Flow => ({
  kind: "flow",
  before: null,
  step: null,
  depth: 0,
  ...(shape && { shape }),
});

/** The newest value from which both come; null if they have other inputs. */
export function meeting(one: Flow, other: Flow): Flow | null {
  let [a, b]: [Flow | null, Flow | null] = [one, other];
  while (a && b && a !== b) {
    if (a.depth >= b.depth) a = a.before;
    else b = b.before;
  }
  return a === b ? a : null;
}
