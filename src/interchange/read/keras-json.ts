import {
  after,
  type Call,
  type Flow,
  inputs,
  isKind,
  list,
  type Step,
  stepsOf,
  type Value,
} from "./python/values";
import { canonical } from "./python/names";
import type { Teller } from "./teller";
import { sumOfWays } from "./ways";

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Nested deeper than any configuration. */
const deepest = 50;

export interface KerasModel {
  readonly steps: readonly Step[];
  /** Of a sample, if the model says it. */
  readonly shape?: readonly number[];
}

/** What Keras' `to_json` gives, and the config.json of a `.keras` file: the steps of a Sequential or a functional model, null if it is neither. */
export function kerasSteps(document: unknown, teller: Teller): KerasModel | null {
  if (!isJson(document)) return null;
  const config = document["config"];
  const layers = isJson(config) ? config["layers"] : config;
  if (typeof document["class_name"] !== "string" || !Array.isArray(layers)) return null;
  const calls = layers.filter(isJson).map((layer) => ({ layer, call: callOf(layer, 0) }));
  const shape = shapeOf(calls.map(({ call }) => call));
  const isChain = document["class_name"] === "Sequential";
  const steps = isChain ? calls.map(({ call }) => call) : functional(calls, teller);
  return { steps: steps.flatMap((step) => nested(step, teller)), ...(shape && { shape }) };
}

/** A network in the place of a layer, as its steps. */
function nested(step: Step, teller: Teller): readonly Step[] {
  if (step.kind !== "call" || !/\.(Sequential|Functional|Model)$/.test(step.name)) return [step];
  const layers = step.named.get("layers");
  return isKind(layers, "list")
    ? layers.items
        .filter((item): item is Call => isKind(item, "call"))
        .flatMap((item) => nested(item, teller))
    : [step];
}

function callOf(layer: Json, depth: number): Call {
  const config = isJson(layer["config"]) ? layer["config"] : {};
  const named = new Map(Object.entries(config).map(([name, value]) => [name, valueOf(value, depth + 1)]));
  const room = typeof layer["module"] === "string" ? layer["module"] : "keras.layers";
  const kind = wordIn(layer["class_name"]).slice(0, 100);
  const whole = canonical(`${room}.${kind.replace(/^.*>/, "")}`);
  const isLibrary = /^keras\./.test(whole) || room === "keras.layers";
  const name = named.get("name");
  const path = typeof name === "string" ? { path: name } : {};
  return { kind: "call", name: isLibrary ? whole : `own.${kind}`, positional: [], named, line: 0, ...path };
}

/** Anything else may be as deep as a text is long, and is no name. */
function wordIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function valueOf(value: unknown, depth: number): Value {
  if (value === null || value === undefined || depth > deepest) return null;
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return list(value.map((item) => valueOf(item, depth + 1)));
  const json = value as Json;
  if (typeof json["class_name"] !== "string") {
    const entries = Object.entries(json).map(([key, each]) => [key, valueOf(each, depth + 1)] as const);
    return { kind: "dictionary", entries: new Map(entries) };
  }
  // An activation by name stands as { class_name: "function", config: "relu" }.
  if (json["class_name"] === "function") return valueOf(json["config"], depth + 1);
  return callOf({ module: "keras.layers", ...json }, depth + 1);
}

function shapeOf(calls: readonly Call[]): readonly number[] | undefined {
  for (const { named } of calls) {
    const batch = named.get("batch_shape") ?? named.get("batch_input_shape");
    if (!isKind(batch, "list")) continue;
    const sizes = batch.items.slice(1);
    if (sizes.every((size) => typeof size === "number")) return sizes;
  }
  return undefined;
}

/** The way from the inputs to the last layer of a functional model. */
function functional(calls: readonly { layer: Json; call: Call }[], teller: Teller): Step[] {
  const flows = new Map<string, Flow>();
  let last: Flow = inputs();
  const start = last;
  for (const { layer, call } of calls) {
    const name = wordIn(layer["name"] ?? (isJson(layer["config"]) ? layer["config"]["name"] : ""));
    const sources = [...sourcesIn(layer["inbound_nodes"], 0)].map((each) => flows.get(each) ?? start);
    const [one = start, other] = sources;
    if (/\.Input$/.test(call.name)) last = start;
    else if (/\.Add$/.test(call.name) && other) last = sumOfWays(one, other, teller);
    else {
      if (other && other !== one) teller.tell("readBranch");
      last = after(one, call);
    }
    flows.set(name, last);
  }
  return stepsOf(last);
}

/** Names of layers in `inbound_nodes`: Keras 3 writes objects with a history, Keras 2 lists that begin with the name. */
function* sourcesIn(value: unknown, depth: number): Generator<string> {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    if (typeof value[0] === "string" && typeof value[1] === "number") yield value[0];
    else for (const item of value) yield* sourcesIn(item, depth + 1);
  } else if (isJson(value)) {
    const history = isJson(value["config"]) ? value["config"]["keras_history"] : undefined;
    if (Array.isArray(history)) yield wordIn(history[0]);
    else for (const item of Object.values(value)) yield* sourcesIn(item, depth + 1);
  }
}
