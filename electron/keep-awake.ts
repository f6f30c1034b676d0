import { powerSaveBlocker } from "electron";

/** Keeps the machine from going to sleep while runs train; its screen may go dark. */
export function keepAwake(): (trains: boolean) => void {
  let blocker: number | null = null;
  return (trains) => {
    if (trains) {
      blocker ??= powerSaveBlocker.start("prevent-app-suspension");
    } else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
