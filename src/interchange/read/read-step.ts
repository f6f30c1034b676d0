import { type Schedule, scheduleSchema } from "../../nn/schedules/kinds";
import { Given, maxNormNames, shortName } from "./given";
import { type Call, isKind, lastMatching, lastOf } from "./python/values";
import type { Teller } from "./teller";

/** What changes a step of training beside the optimizer, as far as the text says it in PyTorch's or Keras' own words. */
export interface StepReading {
  readonly schedule?: Schedule;
  readonly clipNorm?: number;
  readonly maxNorm?: number;
  readonly labelSmoothing?: number;
}

interface ScheduleReader {
  readonly parameters: readonly string[];
  /** @returns null for what the lab does not have */
  readonly read: (given: Given, learningRate: number, epochs: number | undefined) => object | null;
}

/** PyTorch's schedules with its own defaults. Keras counts batches, and the text does not tell how many an epoch has. */
const schedules: Readonly<Record<string, ScheduleReader>> = {
  StepLR: {
    parameters: ["optimizer", "step_size", "gamma"],
    read: (given) => ({
      type: "step",
      every: given.number("step_size", 10),
      factor: given.number("gamma", 0.1),
    }),
  },
  ExponentialLR: {
    parameters: ["optimizer", "gamma"],
    read: (given) => ({ type: "exponential", factor: given.number("gamma", 0.95) }),
  },
  CosineAnnealingLR: {
    parameters: ["optimizer", "T_max", "eta_min"],
    read: (given, learningRate, epochs) => {
      const length = given.width("T_max");
      const lowest = Number((given.number("eta_min", 0) / learningRate).toPrecision(12));
      // A shorter one rises again.
      return length !== null && epochs !== undefined && length < epochs ? null : { type: "cosine", lowest };
    },
  },
  ReduceLROnPlateau: {
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
};

/** Names of schedules; Keras' stand beside its optimizers, too. */
export const scheduleNames =
  /^torch\.optim\.lr_scheduler\.[A-Z]\w*$|^keras\.optimizers\.(schedules\.[A-Z]\w*|\w*Decay\w*|LearningRateSchedule)$|^keras\.callbacks\.(ReduceLROnPlateau|LearningRateScheduler)$/;

/** @param learningRate the optimizer's, of which a schedule's lowest rate is a share */
export function readStep(
  calls: readonly Call[],
  learningRate: number,
  epochs: number | undefined,
  teller: Teller,
): StepReading {
  const schedule = readSchedule(calls, learningRate, epochs, teller);
  const clip = lastMatching(calls, /^torch\.nn\.utils\.clip_grad_norm_?$/);
  const clipNorm = clip?.named.get("max_norm") ?? clip?.positional[1];
  const renorm = lastOf(calls, "method.renorm")?.positional;
  const constraint = lastMatching(calls, maxNormNames);
  const maxNorm =
    renorm?.[0] === 2 && renorm[1] === 0
      ? renorm[2]
      : (constraint?.named.get("max_value") ?? constraint?.positional[0]);
  const smoothing = calls
    .map(({ name, named }) => (/cross_?entropy/i.test(name) ? named.get("label_smoothing") : undefined))
    .filter((value) => value !== undefined)
    .at(-1);
  return {
    ...(schedule && { schedule }),
    ...(isAbove0(clipNorm) && { clipNorm }),
    ...(isAbove0(maxNorm) && { maxNorm }),
    ...(isAbove0(smoothing) && smoothing < 1 && { labelSmoothing: smoothing }),
  };
}

function readSchedule(
  calls: readonly Call[],
  learningRate: number,
  epochs: number | undefined,
  teller: Teller,
): Schedule | null {
  const made = [...new Set(calls.flatMap((each) => nested(each)))].filter(({ name }) =>
    scheduleNames.test(name),
  );
  const [only] = made;
  if (!only) return null;
  const name = shortName(only.name);
  const reader =
    only.name.startsWith("torch.") && Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (reader && made.length === 1) {
    const given = new Given(only, reader, teller);
    given.ignore("optimizer", "last_epoch", "verbose");
    const whole = scheduleSchema.safeParse(reader.read(given, learningRate, epochs));
    given.tellTheRest();
    if (whole.success) return whole.data;
  }
  // One after another, such as a warm-up, is no schedule of the lab's either.
  for (const each of made) teller.tell("readSchedule", { name: shortName(each.name) }, each.line);
  return null;
}

/** A call with those among its arguments, and theirs. */
function nested(call: Call, depth = 4): Call[] {
  const inner = [...call.positional, ...call.named.values()].filter((value) => isKind(value, "call"));
  return [call, ...(depth > 0 ? inner.flatMap((each) => nested(each, depth - 1)) : [])];
}

function isAbove0(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
