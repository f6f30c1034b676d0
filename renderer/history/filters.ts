import type { RunStatus } from "../../src/experiment/result";
import type { DataSource } from "../../src/experiment/schema";
import type { HistoryQuery } from "../../src/contract/history";

export type HistorySort = HistoryQuery["sort"];

/** Includes both ends; null leaves an end open. */
export interface Range {
  min: number | null;
  max: number | null;
}

/** The filters of the history. */
export interface Filters {
  text: string;
  tags: string[];
  /** First and last day, "2026-11-23" in local time; null for every day. */
  days: [from: string, to: string] | null;
  sources: DataSource[];
  statuses: RunStatus[];
  rate: Range;
  loss: Range;
  /** Percent. */
  accuracy: Range;
  pinnedOnly: boolean;
}

export const sorts: readonly HistorySort[] = ["newest", "oldest", "name", "loss", "accuracy"];

export const ranges = ["rate", "loss", "accuracy"] as const;

/** Experiments per page: few enough to draw at once, many enough to rarely turn the page. */
export const pageSize = 25;

export function noFilters(): Filters {
  const open = (): Range => ({ min: null, max: null });
  return {
    text: "",
    tags: [],
    days: null,
    sources: [],
    statuses: [],
    rate: open(),
    loss: open(),
    accuracy: open(),
    pinnedOnly: false,
  };
}

const isOpen = ({ min, max }: Range) => min === null && max === null;

/** @param unit the shown value of 1: accuracy is a share and shown in percent */
function bounds(range: Range, unit = 1): HistoryQuery["loss"] {
  const inUnit = (end: number | null) => end && end / unit;
  return isOpen(range) ? null : { min: inUnit(range.min), max: inUnit(range.max) };
}

/** Local midnight of a day; of the day after with `days` = 1. */
function midnight(day: string, days = 0): Date {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year!, month! - 1, date! + days);
}

/** @param page counted from 1 */
export function requestOf(filters: Filters, sort: HistorySort, page: number): HistoryQuery {
  const { text, tags, days, sources, statuses, rate, loss, accuracy, pinnedOnly } = filters;
  return {
    text: text.trim(),
    // Reactive lists cannot be sent to main.
    tags: [...tags],
    from: days && midnight(days[0]).toISOString(),
    to: days && new Date(midnight(days[1], 1).getTime() - 1).toISOString(),
    sources: [...sources],
    statuses: [...statuses],
    rate: bounds(rate),
    loss: bounds(loss),
    accuracy: bounds(accuracy, 100),
    pinnedOnly,
    sort,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  };
}

/** One active filter, which can be removed on its own. */
export type ActiveFilter =
  | { readonly part: "tags" | "sources" | "statuses"; readonly value: string }
  | { readonly part: "days"; readonly value: readonly [from: string, to: string] }
  | { readonly part: (typeof ranges)[number]; readonly value: Readonly<Range> }
  | { readonly part: "pinnedOnly" };

/** All active filters but the text, which has its own field. */
export function activeFilters(filters: Filters): ActiveFilter[] {
  const lists = (["tags", "sources", "statuses"] as const).flatMap((part) =>
    filters[part].map((value): ActiveFilter => ({ part, value })),
  );
  const days: ActiveFilter[] = filters.days ? [{ part: "days", value: filters.days }] : [];
  const numbers = ranges.flatMap((part): ActiveFilter[] =>
    isOpen(filters[part]) ? [] : [{ part, value: filters[part] }],
  );
  const pinned: ActiveFilter[] = filters.pinnedOnly ? [{ part: "pinnedOnly" }] : [];
  return [...pinned, ...lists, ...days, ...numbers];
}

/** The filters without this one. */
export function without(filters: Filters, active: ActiveFilter): Filters {
  switch (active.part) {
    case "tags":
    case "sources":
    case "statuses":
      return { ...filters, [active.part]: filters[active.part].filter((value) => value !== active.value) };
    default:
      return { ...filters, [active.part]: noFilters()[active.part] };
  }
}
