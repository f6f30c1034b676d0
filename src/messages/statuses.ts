import type { Language } from "./language";

/** As documents have them (src/experiment/result.ts). */
type Status = "queued" | "running" | "paused" | "done" | "failed" | "cancelled" | "interrupted";

/** The names of a run's statuses, in the window and in reports. */
export const statusNames: Record<Language, Record<Status, string>> = {
  en: {
    queued: "waiting",
    running: "training",
    paused: "paused",
    done: "done",
    failed: "failed",
    cancelled: "stopped",
    interrupted: "interrupted",
  },
  ko: {
    queued: "대기",
    running: "학습 중",
    paused: "일시정지",
    done: "완료",
    failed: "실패",
    cancelled: "중지됨",
    interrupted: "중단됨",
  },
};

/** "3 done, 1 failed" @param names as in the documents unless told */
export function sayStatuses(
  runs: readonly { readonly status: Status }[],
  names?: Readonly<Record<Status, string>>,
): string {
  const counts = new Map<Status, number>();
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${names?.[status] ?? status}`).join(", ");
}
