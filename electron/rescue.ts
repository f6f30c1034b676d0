import { fill, LabError } from "../src/messages/failure";
import { failuresEn } from "../src/messages/failures.en";
import { failuresKo } from "../src/messages/failures.ko";
import { backupsOf, restore, setAside } from "../src/store/recovery";

/** Asks what to do if the store cannot be used. This runs before there is a page, so its texts are here. */

export type Language = "en" | "ko";

/** Asks the person and returns the button's number. */
export type Ask = (message: string, buttons: string[]) => Promise<number>;

const texts = {
  en: {
    failures: failuresEn,
    restore: "Restore the backup of {date}",
    fresh: "Start a new store",
    quit: "Quit",
    goOn: "Continue without changes",
  },
  ko: {
    failures: failuresKo,
    restore: "{date} 백업 복원",
    fresh: "새 저장소 시작",
    quit: "종료",
    goOn: "바꾸지 않고 계속",
  },
};

interface Situation {
  readonly file: string;
  readonly language: Language;
  readonly ask: Ask;
}

/** Replaces the store by another file, or makes room for a new one. */
type WayOut = () => unknown;

/** Opens the lab, after the person has chosen a way out if its store cannot be used; null if they quit. */
export async function openOrRescue<Lab>(open: () => Lab, situation: Situation): Promise<Lab | null> {
  let act: WayOut | null = null;
  for (;;) {
    try {
      act?.();
      return open();
    } catch (error) {
      // If a way out fails, the next round reports it.
      if (!(error instanceof LabError)) throw error;
      act = await chooseWayOut(error, situation, "quit");
      if (!act) return null;
    }
  }
}

/** Shows the failure; null if the person chooses no way out. */
export async function chooseWayOut(
  failure: LabError,
  { file, language, ask }: Situation,
  leave: "quit" | "goOn",
): Promise<WayOut | null> {
  const text = texts[language];
  const ways: { label: string; act: WayOut | null }[] = [];
  // A full disk or a folder without permission does not mean that the file is damaged.
  if (failure.code === "databaseDamaged" || failure.code === "databaseTooNew") {
    const [backup] = backupsOf(file);
    if (backup) {
      const date = new Date(backup.made).toLocaleString(language, {
        dateStyle: "medium",
        timeStyle: "short",
      });
      ways.push({ label: fill(text.restore, { date }), act: () => restore(backup.path, file) });
    }
    ways.push({ label: text.fresh, act: () => setAside(file) });
  }
  ways.push({ label: text[leave], act: null });
  const message = fill(text.failures[failure.code], failure.parameters);
  const labels = ways.map(({ label }) => label);
  return ways[await ask(message, labels)]?.act ?? null;
}
