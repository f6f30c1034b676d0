import { type Optimizer, optimizerSchema } from "../../nn/optimizers/kinds";
import { Given, shortName } from "./given";
import { type Call, epochLoop, isKind, lastMatching, lastOf, type Value } from "./python/values";
import type { RateOverTime } from "../../nn/rate-over-time";
import type { Schedule } from "../../nn/schedules/kinds";
import { type EndReading, readEnding } from "./read-ending";
import { readRateOverTime } from "./read-rates";
import { readRows, type RowReading } from "./read-rows";
import { readSchedule, scheduleNames } from "./read-schedule";
import { readStep, type StepReading } from "./read-step";
import type { Teller } from "./teller";

/** How the text trains, as far as it says it in constants. The loss follows from the data in the lab. */
export interface TrainingReading extends StepReading, RowReading, Pick<EndReading, "earlyStopping"> {
  readonly optimizer?: Optimizer;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly l2?: number;
  readonly schedule?: Schedule;
  readonly rateOverTime?: RateOverTime;
}

/** The lab's optimizers by the frameworks' names, with their own defaults. */
const optimizers: Readonly<Record<string, (given: Given, isTorch: boolean) => object>> = {
  sgd: (given) => ({
    type: "sgd",
    learningRate: rate(given, 0.01, 0.001),
    momentum: given.number("momentum", 0),
    nesterov: given.flag("nesterov", false),
  }),
  adam: (given, isTorch) => ({ type: "adam", ...adam(given, isTorch) }),
  adamw: (given, isTorch) => ({
    ...{ type: "adamW", ...adam(given, isTorch) },
    weightDecay: given.number("weight_decay", isTorch ? 0.01 : 0.004),
  }),
  rmsprop: (given, isTorch) => ({
    type: "rmsprop",
    learningRate: rate(given, 0.001, isTorch ? 0.01 : 0.001),
    decay: given.number("alpha", given.number("rho", isTorch ? 0.99 : 0.9)),
    momentum: given.number("momentum", 0),
    epsilon: given.number("eps", given.number("epsilon", isTorch ? 1e-8 : 1e-7)),
  }),
  momentumsgd: (given) => ({
    type: "sgd",
    learningRate: given.number("learning_rate", 0.01),
    momentum: given.number("momentum", 0),
    nesterov: given.flag("nesterov", false),
  }),
  // Of the lab's own programs, with Keras' defaults by PyTorch's names.
  rmsproptf: (given) => ({
    type: "rmsprop",
    learningRate: given.number("lr", 0.001),
    decay: given.number("alpha", 0.9),
    momentum: given.number("momentum", 0),
    epsilon: given.number("eps", 1e-7),
  }),
};

function rate(given: Given, keras: number, torch: number): number {
  const usual = given.has("params") ? torch : keras;
  return given.number("lr", given.number("learning_rate", usual));
}

function adam(given: Given, isTorch: boolean): object {
  const betas = given.numbers("betas");
  return {
    learningRate: rate(given, 0.001, 0.001),
    beta1: betas?.[0] ?? given.number("beta_1", 0.9),
    beta2: betas?.[1] ?? given.number("beta_2", 0.999),
    epsilon: given.number("eps", given.number("epsilon", isTorch ? 1e-8 : 1e-7)),
  };
}

/** Losses that the lab has. One output of two classes has a loss that is the softmax of two outputs. */
const losses = [
  ...["crossentropyloss", "nllloss", "sparsecategoricalcrossentropy", "categoricalcrossentropy"],
  ...["mseloss", "meansquarederror", "mse", "bceloss", "bcewithlogitsloss", "binarycrossentropy"],
];

/** @param numbers the names of numbers in the text */
export function readTraining(
  text: string,
  calls: readonly Call[],
  numbers: ReadonlyMap<string, number>,
  teller: Teller,
): { readonly training: TrainingReading; readonly evaluation: EndReading["evaluation"] } {
  const compiled = lastOf(calls, "method.compile");
  const fitted = lastOf(calls, "method.fit");
  const optimizer =
    lastMatching(
      calls.filter(({ name }) => !scheduleNames.test(name)),
      /^(torch\.optim|keras\.optimizers)\.[A-Z]\w*$|^lab\.(torch\.RMSpropTF|keras\.MomentumSGD)$/,
    ) ?? asCall(compiled, "optimizer", 0);
  const loss =
    lastMatching(calls, /^torch\.nn\.\w+Loss$|^keras\.losses\.\w+$/) ?? asCall(compiled, "loss", 1);
  const batch = whole(
    fitted?.named.get("batch_size") ??
      loaderBatch(calls) ??
      shuffledBatch(calls) ??
      named(numbers, /^(batch_?size|bs)$/i),
  );
  const epochs = whole(
    fitted?.named.get("epochs") ??
      lastOf(calls, epochLoop)?.positional[0] ??
      named(numbers, /^(n(um)?_?epochs|epochs|max_epochs)$/i),
  );
  if (loss) tellLoss(loss, teller);
  const trained = optimizer ? readOptimizer(optimizer, teller) : {};
  const learningRate = trained.optimizer?.learningRate ?? 0.001;
  const schedule = readSchedule(calls, learningRate, epochs ?? undefined, teller);
  const rateOverTime = readRateOverTime(calls, teller);
  const { evaluation, ...ending } = readEnding(calls, text, teller);
  const training = {
    ...readStep(calls),
    ...readRows(calls, text, teller),
    ...ending,
    ...(schedule && { schedule }),
    ...(rateOverTime && { rateOverTime }),
    ...trained,
    ...(batch !== null && { batchSize: batch }),
    ...(epochs !== null && { epochs }),
  };
  return { training, evaluation };
}

function readOptimizer(call: Call, teller: Teller): Pick<TrainingReading, "optimizer" | "l2" | "clipNorm"> {
  const isTorch = /^(lab\.)?torch\./.test(call.name);
  const name = shortName(call.name).toLowerCase();
  const read = Object.hasOwn(optimizers, name) ? optimizers[name] : undefined;
  if (!read) {
    teller.tell("readOptimizer", { name: shortName(call.name) }, call.line);
    return {};
  }
  const torch =
    name === "sgd"
      ? ["params", "lr", "momentum"]
      : ["params", "lr", name.startsWith("rmsprop") ? "alpha" : "betas"];
  const given = new Given(
    withFirstRate(call, teller),
    { parameters: isTorch ? torch : ["learning_rate"] },
    teller,
  );
  given.ignore(
    "params",
    "amsgrad",
    "fused",
    "foreach",
    "jit",
    "loss_scale_factor",
    "gradient_accumulation_steps",
  );
  const whole = optimizerSchema.safeParse(read(given, isTorch));
  const decay = name === "adamw" ? 0 : given.number("weight_decay", 0);
  // PyTorch adds decay · w to the gradient, which is that of decay / 2 · w².
  const l2 = isTorch ? decay / 2 : decay;
  const clipNorm = isTorch ? 0 : given.number("global_clipnorm", 0);
  if (decay > 0) teller.tell("readWeightDecay", { name: shortName(call.name), value: decay, l2 }, call.line);
  given.tellTheRest();
  if (!whole.success) return {};
  return { optimizer: whole.data, ...(decay > 0 && { l2 }), ...(clipNorm > 0 && { clipNorm }) };
}

/** Where Keras has a schedule in the place of the rate, or one of the text's own: the rate with which that begins. */
function withFirstRate(call: Call, teller: Teller): Call {
  const rate = call.named.get("learning_rate") ?? call.positional[0];
  const isOwn = isKind(rate, "instance");
  if (!isOwn && (!isKind(rate, "call") || call.name.includes("torch."))) return call;
  const first = isOwn
    ? ["initial_learning_rate", "learning_rate", "rate"]
        .map((name) => rate.attributes.get(name))
        .find(isNumber)
    : (rate.named.get("initial_learning_rate") ?? rate.positional[0]);
  if (!isNumber(first)) return call;
  if (isOwn) teller.tell("readSchedule", { name: rate.of.name.slice(0, 60) }, rate.line);
  return { ...call, positional: [], named: new Map(call.named).set("learning_rate", first) };
}

const isNumber = (value: unknown) => typeof value === "number";

function tellLoss(call: Call, teller: Teller): void {
  const name = shortName(call.name);
  if (!losses.includes(name.toLowerCase().replaceAll("_", ""))) teller.tell("readLoss", { name }, call.line);
}

/** What `compile` names by a text. */
function asCall(compiled: Call | undefined, argument: string, place: number): Call | undefined {
  const value = compiled && (compiled.named.get(argument) ?? compiled.positional[place]);
  if (isKind(value, "call")) return value;
  const name = typeof value === "string" ? value : isKind(value, "outside") ? value.name : undefined;
  if (name === undefined) return undefined;
  return { kind: "call", name: `keras.${name}`, positional: [], named: new Map(), line: compiled!.line };
}

function loaderBatch(calls: readonly Call[]): Value | undefined {
  const loader = calls.find((call) => call.name === "torch.utils.data.DataLoader");
  return loader && (loader.named.get("batch_size") ?? loader.positional[1]);
}

/** Of `torch.randperm(rows).split(32)`. */
function shuffledBatch(calls: readonly Call[]): Value | undefined {
  return lastOf(calls, "method.split")?.positional[0];
}

function named(numbers: ReadonlyMap<string, number>, names: RegExp): number | undefined {
  return [...numbers].find(([name]) => names.test(name))?.[1];
}

function whole(value: Value | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 100_000
    ? value
    : null;
}
