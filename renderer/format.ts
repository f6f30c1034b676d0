import { computed } from "vue";
import { withMinus } from "../src/messages/minus";
import { lossDecimals } from "../src/report/numbers";
import { language } from "./i18n";

const formats = computed(() => {
  const make = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(language.value, options);
    return (value: number) => withMinus(format.format(value));
  };
  return {
    integer: make({ maximumFractionDigits: 0 }),
    decimal: make({ maximumFractionDigits: 3 }),
    effectSize: make({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" }),
    smallLoss: make({ notation: "scientific", maximumFractionDigits: 2 }),
    percent: make({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    share: make({ style: "percent", maximumFractionDigits: 1 }),
    points: make({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    seconds: make({ style: "unit", unit: "second", unitDisplay: "narrow", maximumSignificantDigits: 2 }),
    compact: make({ notation: "compact", maximumSignificantDigits: 3 }),
    date: new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }),
  };
});

const missing = "–";

/** Numbers and times in the style of the interface's language. */
export function useFormat() {
  return {
    integer: (value: number) => formats.value.integer(value),
    decimal: (value: number) => formats.value.decimal(value),
    loss,
    percent: (value: number) => (Number.isFinite(value) ? formats.value.percent(value) : missing),
    share: (value: number) => formats.value.share(value),
    points: (value: number) => formats.value.points(value),
    compact: (value: number) => formats.value.compact(value),
    effectSize: (value: number) => formats.value.effectSize(value),
    pValue,
    date: (iso: string) => formats.value.date.format(new Date(iso)),
    duration,
    bytes,
    /** A duration: "0.84s", "12s", "12:05". */
    timespan: (seconds: number) => (seconds < 60 ? formats.value.seconds(seconds) : duration(seconds)),
  };
}

/** A loss; a spread gets the decimals of the mean `beside` it. */
function loss(value: number, beside = value): string {
  if (!Number.isFinite(value)) return missing;
  const decimals = lossDecimals(beside);
  if (decimals === null) return formats.value.smallLoss(value);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return withMinus(value.toLocaleString(language.value, digits));
}

/** A size on the disk: "340 kB", "2.1 MB" */
function bytes(count: number): string {
  const [unit, size] = count < 1e6 ? ["kilobyte", 1e3] : count < 1e9 ? ["megabyte", 1e6] : ["gigabyte", 1e9];
  const format = { style: "unit", unit: unit as string, maximumSignificantDigits: 2 } as const;
  return (count / (size as number)).toLocaleString(language.value, format);
}

/** A p value with two digits; below 0.001 it only says so. */
function pValue(value: number): string {
  if (value < 0.001) return "< 0.001";
  return value.toLocaleString(language.value, { maximumSignificantDigits: 2, minimumSignificantDigits: 2 });
}

/** "0:42", "12:05", "3:07:10" */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
