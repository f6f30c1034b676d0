import { powerSaveBlocker } from "electron";

/** Lets the machine not go to sleep by itself while something trains; its screen may go dark. */
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
