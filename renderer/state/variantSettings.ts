import { type ChangeableSetting, changeableSettings } from "../../src/experiment/changeable-settings";
import { changedBy, changeableOf, differenceOf, type Changeable } from "../../src/experiment/changes";
import type { Draft } from "../../src/experiment/draft";
import type { Variant } from "../../src/experiment/schema";
import type { Axis } from "../../src/experiment/sweep";
import { freeName } from "./variants";

/** Of a table with many columns, the first are offered. */
const mostColumns = 30;

type Set = NonNullable<Variant["set"]>;

/** The settings that a variant may set, as its own document has them. */
export function settingsFor(draft: Changeable, { set = {} }: Pick<Variant, "set">): ChangeableSetting[] {
  return changeableSettings(changedBy(draft, set).value ?? draft).filter(
    ({ path }) => path in set || Number(/^data\.columns\[(\d+)\]/.exec(path)?.[1] ?? 0) < mostColumns,
  );
}

/** What a variant sets, and one setting more, at the value that it has. */
export function withNewSetting(draft: Changeable, variant: Variant): Set {
  const taken = new Set(Object.keys(variant.set ?? {}));
  const free = settingsFor(draft, variant).filter(({ path }) => !taken.has(path));
  const usual = free.find(({ path }) => path === "training.l2") ?? free[0];
  return { ...variant.set, ...(usual && { [usual.path]: startOf(usual) }) };
}

/** Another setting in the place of one. */
export function withSetting(set: Set, from: string, to: string, settings: readonly ChangeableSetting[]): Set {
  const setting = settings.find(({ path }) => path === to);
  return Object.fromEntries(
    Object.entries(set).map(([path, value]) =>
      path === from ? [to, setting ? startOf(setting) : value] : [path, value],
    ),
  );
}

export function withoutSetting(set: Set, path: string): Set {
  return Object.fromEntries(Object.entries(set).filter(([each]) => each !== path));
}

function startOf({ value, kind, options, min = 0 }: ChangeableSetting): unknown {
  return value ?? { number: min, choice: options[0], toggle: false }[kind];
}

/** The edits since a document was opened or saved that a variant can set, as a variant, and these parts as they were. */
export function editsAsVariant(draft: Draft, savedText: string): (Changeable & { variant: Variant }) | null {
  const before = savedText === "" ? null : changeableOf(JSON.parse(savedText));
  const now = changeableOf(draft);
  if (!before || !now) return null;
  const set = differenceOf(before, now);
  const undone = changedBy(now, differenceOf(now, before)).value;
  if (Object.keys(set).length === 0 || undone === null) return null;
  return { ...undone, variant: { name: freeName(draft.variants, "changed"), set } };
}

/** A setting that a sweep varies, as its dialog holds it. */
export interface SweptSetting {
  readonly path: string;
  readonly values: readonly unknown[];
  readonly log: boolean;
}

/** A setting that is to be swept, from the value that it has. */
export function sweptSetting(setting: ChangeableSetting): SweptSetting {
  const { path, kind, options, value, whole } = setting;
  const start = startOf(setting);
  if (kind === "toggle") return { path, values: [false, true], log: false };
  if (kind === "choice")
    return { path, values: value === undefined ? options.slice(0, 2) : [value], log: false };
  const log = !whole && !path.endsWith(".rate");
  // A logarithmic scale has no 0.
  return { path, values: log && start === 0 ? [] : [start], log };
}

/** Settings without a value are not swept. */
export function axesOf(settings: readonly SweptSetting[]): Axis[] {
  return settings
    .filter(({ values }) => values.length > 0)
    .map(({ path, values, log }) => ({ path, values, log }));
}
