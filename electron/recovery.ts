import { fill, LabError } from "../src/messages/failure";
import { failuresEn } from "../src/messages/failures.en";
import { failuresKo } from "../src/messages/failures.ko";
import type { Language } from "../src/messages/language";
import { rememberFolder, useFolder } from "../src/store/folders";
import { backupsOf, restore, setAside } from "../src/store/recovery";

/** Asks what to do if the store cannot be used. This runs before there is a page, so its texts are here. */

/** Asks the person and returns the button's number. @param kind `info` for what is no failure */
export type Ask = (message: string, buttons: string[], kind?: "error" | "info") => Promise<number>;

const texts = {
  en: {
    failures: failuresEn,
    restore: "Restore the backup of {date}",
    fresh: "Start a new store",
    elsewhere: "Choose another folder…",
    again: "Try again",
    onlyNow:
      "The lab uses {folder} until it is closed. To keep it there, set the environment variable DROPOUT_LAB_HOME to this folder.",
    ok: "OK",
    quit: "Quit",
    goOn: "Continue without changes",
  },
  ko: {
    failures: failuresKo,
    restore: "{date} 백업 복원",
    fresh: "새 저장소 시작",
    elsewhere: "다른 폴더 선택…",
    again: "다시 시도",
    onlyNow:
      "실험실을 닫을 때까지 {folder} 폴더를 씁니다. 계속 쓰려면 환경 변수 DROPOUT_LAB_HOME을 이 폴더로 지정하세요.",
    ok: "확인",
    quit: "종료",
    goOn: "바꾸지 않고 계속",
  },
};

export interface RecoveryDialogs {
  /** The store, in the folder that is the lab's now. */
  readonly file: string;
  readonly language: Language;
  readonly ask: Ask;
  /** Lets the person choose a folder; null if they chose none. */
  readonly chooseFolder: () => Promise<string | null>;
}

/** Replaces the store by another file, makes room for a new one, or names another folder. */
type Recovery = () => unknown;

/** Opens the lab, after the person has chosen a way out if its store cannot be used; null if they quit. */
export async function openOrRecover<Lab>(open: () => Lab, dialogs: RecoveryDialogs): Promise<Lab | null> {
  let act: Recovery | null = null;
  let moved: string | null = null;
  const move = async () => {
    const folder = await dialogs.chooseFolder();
    if (folder === null) return;
    useFolder(folder);
    moved = folder;
  };
  for (;;) {
    try {
      await act?.();
      const lab = open();
      if (moved !== null) await remember(moved, dialogs);
      return lab;
    } catch (error) {
      // If a way out fails, the next round reports it.
      if (!(error instanceof LabError)) throw error;
      act = await chooseRecovery(error, dialogs, "quit", move);
      if (!act) return null;
    }
  }
}

/** A folder in which the store could be opened is the lab's from now on, unless the environment names another. */
async function remember(folder: string, { language, ask }: RecoveryDialogs): Promise<void> {
  const text = texts[language];
  try {
    if (rememberFolder(folder)) return;
  } catch {
    // Then it is the lab's only now, too.
  }
  await ask(fill(text.onlyNow, { folder }), [text.ok], "info");
}

/**
 * Shows the failure; null if the person chooses no way out.
 * @param move lets the person choose another folder for the lab; without it, the lab stays where it is
 */
export async function chooseRecovery(
  failure: LabError,
  { file, language, ask }: Pick<RecoveryDialogs, "file" | "language" | "ask">,
  leave: "quit" | "goOn",
  move?: Recovery,
): Promise<Recovery | null> {
  const text = texts[language];
  const ways: { label: string; act: Recovery | null }[] = [];
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
  } else if (move) {
    ways.push({ label: text.elsewhere, act: move }, { label: text.again, act: () => undefined });
  }
  ways.push({ label: text[leave], act: null });
  const message = fill(text.failures[failure.code], failure.parameters);
  const labels = ways.map(({ label }) => label);
  return ways[await ask(message, labels)]?.act ?? null;
}
