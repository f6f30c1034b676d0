import { app, dialog } from "electron";
import { databaseFile } from "../src/store/folders";
import type { Ask, RecoveryDialogs } from "./recovery";

/** Dialogs of the system, in the system's language: there may be no page yet, and pages must not learn paths. */
export function recoveryDialogs(): RecoveryDialogs {
  return {
    // Of the folder that is the lab's then: the person may have chosen another.
    get file() {
      return databaseFile();
    },
    language: app.getLocale().startsWith("ko") ? "ko" : "en",
    ask,
    chooseFolder,
  };
}

const ask: Ask = async (message, buttons, kind = "error") => {
  const last = buttons.length - 1;
  const { response } = await dialog.showMessageBox({
    type: kind,
    message,
    buttons,
    defaultId: last,
    cancelId: last,
    noLink: true,
  });
  return response;
};

async function chooseFolder(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ["openDirectory", "createDirectory"] });
  return filePaths[0] ?? null;
}
