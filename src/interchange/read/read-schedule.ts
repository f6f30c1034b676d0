import { type Schedule, scheduleSchema } from "../../nn/schedules/kinds";
import { Given, shortName } from "./given";
import { epochsOf } from "./python/batches";
import { type Call, isKind, lastOf, lowestLoss, type Value } from "./python/values";
import type { Teller } from "./teller";

/** What a schedule depends on beside its own settings. */
interface Run {
  readonly learningRate: number;
  readonly epochs: number | undefined;
  readonly warmup: number;
}

interface ScheduleReader {
  readonly parameters: readonly string[];
  /** @returns null for what the lab does not have */
  readonly read: (given: Given, run: Run) => object | null;
}

/** PyTorch's and Keras' schedules with their own defaults. Keras counts batches: the text has to say how many make an epoch. */
const schedules: Readonly<Record<string, ScheduleReader>> = {
  "torch.optim.lr_scheduler.StepLR": {
    parameters: ["optimizer", "step_size", "gamma"],
    read: (given) => ({
      type: "step",
      every: given.number("step_size", 10),
      factor: given.number("gamma", 0.1),
    }),
  },
  "torch.optim.lr_scheduler.ExponentialLR": {
    parameters: ["optimizer", "gamma"],
    read: (given) => ({ type: "exponential", factor: given.number("gamma", 0.95) }),
  },
  "torch.optim.lr_scheduler.CosineAnnealingLR": {
    parameters: ["optimizer", "T_max", "eta_min"],
    read: (given, { learningRate, ...run }) => {
      const lowest = Number((given.number("eta_min", 0) / learningRate).toPrecision(12));
      return isToTheEnd(given.value("T_max"), run) ? { type: "cosine", lowest } : null;
    },
  },
  "torch.optim.lr_scheduler.ReduceLROnPlateau": {
    parameters: ["optimizer", "mode", "factor", "patience", "threshold"],
    read: (given) =>
      given.text("mode", "min") === "min" && given.text("threshold_mode", "rel") === "rel"
        ? {
            type: "plateau",
            factor: given.number("factor", 0.1),
            patience: given.number("patience", 10),
            threshold: given.number("threshold", 1e-4),
          }
        : null,
  },
  "keras.optimizers.ExponentialDecay": {
    parameters: ["initial_learning_rate", "decay_steps", "decay_rate", "staircase"],
    read: (given) => {
      const every = epochsOf(given.value("decay_steps"));
      const factor = given.number("decay_rate", 0.95);
      // Without steps the rate falls within an epoch, too.
      if (every === null || !given.flag("staircase", false)) return null;
      return every === 1 ? { type: "exponential", factor } : { type: "step", every, factor };
    },
  },
  "keras.optimizers.CosineDecay": {
    parameters: ["initial_learning_rate", "decay_steps", "alpha"],
    read: (given, run) =>
      isToTheEnd(given.value("decay_steps"), run)
        ? { type: "cosine", lowest: given.number("alpha", 0) }
        : null,
  },
  "keras.callbacks.ReduceLROnPlateau": {
    parameters: ["monitor", "factor", "patience", "verbose", "mode", "min_delta", "cooldown", "min_lr"],
    read: (given) => {
      given.ignore("verbose", "mode");
      // The lab's threshold, as PyTorch's, is a share of the loss.
      if (given.number("min_delta", 1e-4) > 0) given.tell("readSetting", { argument: "min_delta" });
      return given.text("monitor", "val_loss") === "val_loss"
        ? {
            type: "plateau",
            factor: given.number("factor", 0.1),
            // Keras lowers the rate in the epoch in which it has waited so long, PyTorch and the lab in the next.
            patience: Math.max(0, given.number("patience", 10) - 1),
            threshold: 0,
          }
        : null;
    },
  },
};

/** Whether a cosine has its lowest rate at the end of training: a shorter one rises again, a longer one does not come there. */
function isToTheEnd(length: Value | undefined, { epochs, warmup }: Pick<Run, "epochs" | "warmup">): boolean {
  const whole = typeof length === "number" ? length : epochsOf(length);
  if (whole === null) return !isKind(length, "batches");
  return epochs === undefined || whole === epochs - warmup || epochs <= warmup;
}

/** Names of schedules; Keras' stand beside its optimizers, too. */
export const scheduleNames =
  /^torch\.optim\.lr_scheduler\.[A-Z]\w*$|^keras\.optimizers\.(schedules\.[A-Z]\w*|\w*Decay\w*|LearningRateSchedule)$|^keras\.callbacks\.(ReduceLROnPlateau|LearningRateScheduler)$|^lab\.keras\.WarmUp$/;

/** @param learningRate the optimizer's, of which a schedule's lowest rate is a share */
export function readSchedule(
  calls: readonly Call[],
  learningRate: number,
  epochs: number | undefined,
  teller: Teller,
): Schedule | null {
  const made = [...new Set(calls.flatMap((each) => nested(each)))].filter(({ name }) =>
    scheduleNames.test(name),
  );
  const warmups = made.map(warmupOf);
  const warmup = warmups.find((each) => each !== null) ?? 0;
  const others = made.filter((_, index) => warmups[index] === null);
  const [only] = others;
  const run = { learningRate, epochs, warmup };
  if (others.length === 0)
    return byHand(calls) ?? (warmup > 0 ? scheduleSchema.parse({ type: "constant", warmup }) : null);
  const reader = Object.hasOwn(schedules, only!.name) ? schedules[only!.name] : undefined;
  if (reader && others.length === 1) {
    const given = new Given(only!, reader, teller);
    given.ignore("optimizer", "last_epoch", "verbose", "initial_learning_rate");
    const whole = scheduleSchema.safeParse(withWarmup(reader.read(given, run), warmup));
    given.tellTheRest();
    if (whole.success) return whole.data;
  }
  // One after another is no schedule of the lab's either.
  for (const each of made) teller.tell("readSchedule", { name: shortName(each.name) }, each.line);
  return null;
}

const withWarmup = (settings: object | null, warmup: number) =>
  settings && { ...settings, ...(warmup > 0 && { warmup }) };

/** Epochs in which the rate rises with each batch; null for any other schedule. */
function warmupOf({ name, positional, named }: Call): number | null {
  if (name === "lab.keras.WarmUp") return epochsOf(positional[1]);
  if (name !== "torch.optim.lr_scheduler.LinearLR") return null;
  const start = named.get("start_factor") ?? positional[1];
  const epochs = epochsOf(named.get("total_iters") ?? positional[3], -1);
  return isKind(start, "batches") && start.isInverse && start.epochs === epochs ? epochs : null;
}

/** A rate that the loop over epochs lowers after some without a lower loss. */
function byHand(calls: readonly Call[]): Schedule | null {
  const lowered = calls.filter(
    ({ name, named }) => name === lowestLoss && named.get("consequence") === "lower",
  );
  const named = lowered.at(-1)?.named;
  const patience = named?.get("patience");
  if (!named || typeof patience !== "number" || named.get("isHighest") === true) return null;
  const callback = lastOf(calls, "keras.callbacks.LambdaCallback")?.named.get("on_train_batch_begin");
  const rises = isKind(callback, "function") && callback.name === "rising";
  const settings = {
    type: "plateau",
    factor: named.get("factor"),
    patience: named.get("comparison") === ">" ? patience : patience - 1,
    threshold: named.get("share") ?? 0,
    ...(rises && { warmup: named.get("after") }),
  };
  const whole = named.get("delta") === undefined ? scheduleSchema.safeParse(settings) : null;
  return whole?.success ? whole.data : null;
}

/** A call with those among its arguments, and theirs. */
function nested(call: Call, depth = 4): Call[] {
  const inner = [...call.positional, ...call.named.values()].filter((value) => isKind(value, "call"));
  return [call, ...(depth > 0 ? inner.flatMap((each) => nested(each, depth - 1)) : [])];
}
