import type { RawData, RawSplit } from "../data/source";
import { splitNames } from "../data/source-kind";
import type { InputScaling } from "../interchange/code/plan";
import { mostNpzBytes, type NumpyArray, writeNpz } from "../interchange/npz";
import { LabError } from "../messages/failure";
import type { Shape } from "../nn/shape";

/** How the inputs of loaded data are scaled. */
export function scalingOfRaw({ inputs, divisor, features, scaled }: RawData): InputScaling {
  if (inputs !== "pixels") return { kind: inputs, masked: scaled?.includes(false) === true };
  const by = divisor ?? commonDivisor(features);
  return by === 1 ? { kind: "none" } : { kind: "divided", by };
}

/** Columns that are not all divided by the same number stay divided. */
function commonDivisor(features: RawData["features"]): number {
  const divisors = new Set(features?.map(({ divisor = 1 }) => divisor));
  return divisors.size === 1 ? [...divisors][0]! : 1;
}

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
    arrays[`x_${name}`] = { shape: [split.rows, ...input], values: inputsOf(split, scaling) };
    arrays[`y_${name}`] = { shape: [split.rows], values: targetsOf(raw, split) };
  }
  if (raw.scaled && scaling.kind !== "none" && scaling.kind !== "divided")
    arrays["scaled"] = {
      ...{ shape: [raw.scaled.length], values: Uint8Array.from(raw.scaled, Number), isBool: true },
    };
  const bytes = Object.values(arrays).reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > mostNpzBytes)
    throw new LabError("codeDataTooLarge", { gigabytes: (bytes / 2 ** 30).toFixed(1) });
  return writeNpz(arrays);
}

/** Pixels as the file has them, bytes where they are; other columns in double precision, of which statistics are taken. */
function inputsOf({ inputs }: RawSplit, scaling: InputScaling): NumpyArray["values"] {
  if (scaling.kind === "none") return Float32Array.from(inputs);
  if (scaling.kind !== "divided") return Float64Array.from(inputs);
  const pixels = Float32Array.from(inputs, (value) => Math.fround(value * scaling.by));
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
