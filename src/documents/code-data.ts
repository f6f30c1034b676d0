import type { RawData, RawSplit } from "../data/source";
import { splitNames } from "../data/source-kind";
import type { InputScaling } from "../interchange/code/plan";
import { mostNpzBytes, type NumpyArray, writeNpz } from "../interchange/npz";
import { LabError } from "../messages/failure";
import type { Shape } from "../nn/shape";

/** How the inputs of loaded data are scaled. */
export function scalingOfRaw({ inputs, divisor, features, scaled }: RawData): InputScaling {
  if (inputs !== "pixels") return { kind: inputs, masked: scaled?.includes(false) === true };
  const divisors = divisor === undefined ? divisorsOf(features ?? []) : [divisor];
  const by = Math.max(1, ...divisors);
  return by === 1 ? { kind: "none" } : { kind: "divided", by, masked: divisors.includes(1) };
}

const divisorsOf = (features: NonNullable<RawData["features"]>) => features.map(({ divisor = 1 }) => divisor);

/**
 * The raw rows of the splits, as the scripts load them: `x_train`, `y_train` and so on; `scaled` says which columns are scaled.
 * @param input the shape of a row as the network is given it
 * @throws LabError `codeDataTooLarge`
 */
export function dataFileOf(raw: RawData, scaling: InputScaling, input: Shape): Uint8Array<ArrayBuffer> {
  const arrays: Record<string, NumpyArray> = {};
  for (const name of splitNames) {
    const split = raw[name];
    if (split.rows === 0) continue;
    arrays[`x_${name}`] = { shape: [split.rows, ...input], values: inputsOf(split, scaling, raw) };
    arrays[`y_${name}`] = { shape: [split.rows], values: targetsOf(raw, split) };
  }
  const scaled = scaledIn(raw, scaling);
  if (scaled)
    arrays["scaled"] = { shape: [scaled.length], values: Uint8Array.from(scaled, Number), isBool: true };
  const bytes = Object.values(arrays).reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > mostNpzBytes)
    throw new LabError("codeDataTooLarge", { gigabytes: (bytes / 2 ** 30).toFixed(1) });
  return writeNpz(arrays);
}

/** For each column whether it is scaled; undefined where all are, or none. */
function scaledIn({ scaled, features }: RawData, scaling: InputScaling): readonly boolean[] | undefined {
  if (scaling.kind === "none") return undefined;
  if (scaling.kind !== "divided") return scaled;
  return scaling.masked ? divisorsOf(features!).map((divisor) => divisor !== 1) : undefined;
}

/** Pixels as the file has them, bytes where they are; other columns in double precision, of which statistics are taken. */
function inputsOf({ inputs }: RawSplit, scaling: InputScaling, { features }: RawData): NumpyArray["values"] {
  if (scaling.kind === "none") return Float32Array.from(inputs);
  if (scaling.kind !== "divided") return Float64Array.from(inputs);
  const divisors = scaling.masked ? divisorsOf(features!) : [scaling.by];
  const pixels = Float32Array.from(inputs, (value, index) =>
    Math.fround(value * divisors[index % divisors.length]!),
  );
  const whole = pixels.map((value) => Math.round(value));
  const isBytes = pixels.every(
    (value, index) => Math.abs(value - whole[index]!) < 1e-4 && whole[index]! >= 0 && whole[index]! <= 255,
  );
  return isBytes ? Uint8Array.from(whole) : pixels;
}

function targetsOf({ shape }: RawData, { targets }: RawSplit): NumpyArray["values"] {
  return shape.task === "classification"
    ? BigInt64Array.from(targets as Float32Array, (target) => BigInt(target))
    : Float64Array.from(targets);
}
