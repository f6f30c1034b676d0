import { withMinus } from "../messages/minus";
import { scaleLinear } from "d3-scale";

/** Multiples of each power of ten, the finest set first. */
const hundredths = Array.from({ length: 90 }, (_, index) => (index + 10) / 10);
const steps: readonly (readonly number[])[] = [
  hundredths,
  hundredths.filter((digit) => Number.isInteger(2 * digit)),
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 5],
  [1],
];

/**
 * The ticks of a logarithmic axis: the finest set whose ticks are at least `room` pixels apart. Every power of ten
 * gets a tick if all fit, otherwise every second, every third, and so on.
 *
 * @param length of the axis, in pixels
 */
export function logTicks(from: number, to: number, length: number, room: number): number[] {
  if (!(from > 0 && to > from)) return [];
  const perDecade = length / Math.log10(to / from);
  const [lowest, highest] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const inView = (value: number) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9);
  const powers = Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
  const fits = (ticks: readonly number[]) =>
    ticks.every((tick, index) => index === 0 || perDecade * Math.log10(tick / ticks[index - 1]!) >= room);

  for (const digits of steps) {
    const ticks = powers
      .flatMap((power) => digits.map((digit) => rounded(digit * 10 ** power)))
      .filter(inView);
    if (!fits(ticks)) continue;
    if (ticks.length > 1) return ticks;
    // One tick or none would leave the axis bare. A power of ten keeps its tick, whatever comes beside it.
    const [only] = ticks;
    const isPower = digits.length === 1 && only !== undefined;
    return isPower ? beside(only, inView, fits) : scaleLinear().domain([from, to]).ticks(4);
  }
  for (let every = 2; ; every += 1) {
    const ticks = powers
      .filter((power) => power % every === 0)
      .map((power) => rounded(10 ** power))
      .filter(inView);
    if (fits(ticks)) return ticks;
  }
}

/** The only power of ten of an axis, and as many multiples of it and of the one below as have room. */
function beside(
  power: number,
  inView: (value: number) => boolean,
  fits: (ticks: readonly number[]) => boolean,
): number[] {
  let ticks = [power];
  for (const digit of [2, 5, 3, 4, 6, 7, 8, 9]) {
    for (const tick of [rounded((digit * power) / 10), rounded(digit * power)].filter(inView)) {
      const more = [...ticks, tick].sort((one, other) => one - other);
      if (fits(more)) ticks = more;
    }
  }
  return ticks;
}

/** Removes what floating point adds to a product of short numbers. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });

/**
 * Writes the numbers of one axis: all in full, or, if one of them would be long, all as powers of ten, such as
 * 2·10⁻⁵.
 */
export function tickNotation(ticks: readonly number[]): (value: number) => string {
  const sizes = ticks.map(Math.abs).filter((size) => size > 0);
  const isShort = sizes.every((size) => size < 1e6 && plain.format(size).length <= 7 && size >= 1e-4);
  return isShort ? (value) => withMinus(plain.format(value)) : powerOfTen;
}

function powerOfTen(value: number): string {
  if (value === 0) return "0";
  const [digits = "", exponent = ""] = Number(value.toPrecision(6)).toExponential().split("e");
  const power = `10${[...exponent.replace("+", "")].map((sign) => superscripts[sign]).join("")}`;
  return withMinus(digits === "1" ? power : digits === "-1" ? `-${power}` : `${digits}·${power}`);
}

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((sign, index) => [sign, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[index]!]),
);
