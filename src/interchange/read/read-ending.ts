import { type EarlyStopping, earlyStoppingSchema } from "../../experiment/early-stopping";
import type { Experiment } from "../../experiment/schema";
import { Given, shortName } from "./given";
import { type Call, lastMatching, lastOf, lowestLoss, ownStopper, type Value } from "./python/values";
import type { Teller } from "./teller";

/** When training ends, and which epoch's weights count. */
export interface EndReading {
  readonly earlyStopping?: EarlyStopping;
  readonly evaluation?: Partial<Pick<Experiment["evaluation"], "measureAt" | "patience">>;
}

export function readEnding(calls: readonly Call[], text: string, teller: Teller): EndReading {
  const stopping = stopped(calls, teller);
  const ending = stopping && { earlyStopping: stopping };
  if (stopping?.restoreBest) return ending!;
  const evaluation = chosen(calls, text);
  return { ...ending, ...(evaluation && { evaluation }) };
}

function stopped(calls: readonly Call[], teller: Teller): EarlyStopping | null {
  const given = lastMatching(calls, /(^|\.)EarlyStopping$/);
  if (given && given.name !== ownStopper) return ofCallback(given, teller);
  const [loop] = calls.filter(
    ({ name, named }) => name === lowestLoss && named.get("consequence") === "stop",
  );
  const named = loop?.named ?? given?.named;
  if (!named) return null;
  const patience = named.get("patience") ?? named.get("tolerance") ?? null;
  const read = earlyStoppingSchema.safeParse({
    patience: typeof patience === "number" && named.get("comparison") === ">" ? patience + 1 : patience,
    minDelta: firstOf(named, "delta", "min_delta") ?? 0,
    // A class of its own saves a file, which the text loads again.
    restoreBest: loop ? named.get("keeps") : lastOf(calls, "method.load_state_dict") !== undefined,
  });
  if (read.success && named.get("isHighest") !== true && named.get("share") === undefined) return read.data;
  teller.tell("readEarlyStopping", { name: conditionOf(named) }, (loop ?? given)!.line);
  return null;
}

const firstOf = (named: ReadonlyMap<string, Value>, ...names: readonly string[]) =>
  names.map((name) => named.get(name)).find((value) => value !== undefined);

function conditionOf(named: ReadonlyMap<string, Value>): string {
  const condition = named.get("condition");
  return typeof condition === "string" ? condition : "EarlyStopping";
}

/** Keras' and Lightning's callbacks. */
function ofCallback(call: Call, teller: Teller): EarlyStopping | null {
  const isLightning = /lightning/.test(call.name);
  const given = new Given(call, { parameters: ["monitor", "min_delta", "patience"] }, teller);
  given.ignore("verbose", "mode", "check_finite", "baseline", "start_from_epoch");
  const monitor = given.text("monitor", "val_loss");
  const read = earlyStoppingSchema.safeParse({
    // Keras ends at the first epoch without a better loss where it is 0, as at 1.
    patience: Math.max(1, given.number("patience", isLightning ? 3 : 0)),
    minDelta: Math.abs(given.number("min_delta", 0)),
    restoreBest: given.flag("restore_best_weights", false),
  });
  given.tellTheRest();
  if (read.success && /^(val|valid|validation)_loss$/.test(monitor)) return read.data;
  teller.tell("readEarlyStopping", { name: `${shortName(call.name)}(${monitor})` }, call.line);
  return null;
}

/** The epoch whose weights the text keeps, if it says so. */
function chosen(calls: readonly Call[], text: string): EndReading["evaluation"] | null {
  const keeping = calls.filter(
    ({ name, named }) =>
      name === lowestLoss &&
      named.get("consequence") === null &&
      named.get("keeps") === true &&
      named.get("isHighest") === false,
  );
  const patience = keeping
    .map(({ named }) => named.get("patience"))
    .find((value) => typeof value === "number");
  if (patience !== undefined) return { measureAt: "stopped", patience };
  const checkpoint = lastMatching(calls, /(^|\.)ModelCheckpoint$/)?.named;
  const isBest = checkpoint?.get("save_best_only") === true && !isOther(checkpoint.get("monitor"));
  if (keeping.length > 0 || isBest) return { measureAt: "best" };
  // The lab's own programs, which keep nothing.
  return /\bmeasure\(x_test, y_test\b/.test(text) ? { measureAt: "last" } : null;
}

const isOther = (monitor: Value | undefined) => monitor !== undefined && monitor !== "val_loss";
