import { type BrowserWindow, clipboard } from "electron";
import type { LabVerbs } from "../src/contract/contract";
import type { Files } from "../src/documents/file-references";
import type { Lab } from "../src/lab/lab";
import { readLicences } from "../src/lab/licences";
import { placeVerbs } from "../src/lab/place-verbs";
import { overBridge } from "../src/transport/bridge";
import { dialogs } from "./dialogs";
import type { AppMenu } from "./menu";
import type { RecentDocuments } from "./recent-documents";

interface Parts {
  readonly window: BrowserWindow;
  readonly lab: Lab;
  readonly files: Files;
  readonly recent: RecentDocuments;
  readonly menu: AppMenu;
  /** The file with the licences. */
  readonly licences: string;
}

/** All that the page can ask for: the lab's verbs, and those of the shell around the page. */
export function pageVerbs({ window, lab, files, recent, menu, licences }: Parts): LabVerbs {
  return {
    ...overBridge(lab, files),
    ...placeVerbs(lab, files, dialogs(window, recent)),
    showMenu: async (state) => {
      menu.show(state);
      return {};
    },
    flushStorage: async () => {
      window.webContents.session.flushStorageData();
      return {};
    },
    getLicences: () => readLicences(licences),
    copyDiagnostics: async () => {
      const text = await lab.diagnostics();
      await clipboard.writeText(text);
      return { text };
    },
  };
}
