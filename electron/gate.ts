import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from "electron";
import { type Envelope, type LabVerbs, type Verb, verbs } from "../src/lab/contract";
import { answer } from "../src/lab/gate";
import { failureOf, LabError } from "../src/messages/failure";
import { droppedChannel, verbChannel } from "./channels";
import { pageOrigin } from "./page-files";

export interface Gate {
  readonly window: BrowserWindow;
  readonly lab: LabVerbs;
  /** Told the paths of the files that the person dropped onto the window. */
  readonly onDropped: (paths: string[]) => void;
}

/**
 * The only way from a page into main. A frame that somehow got the preload script, or the lab's own frame after it was
 * led elsewhere, gets a refusal and never reaches a handler.
 */
export function openGate({ window, lab, onDropped }: Gate): void {
  const isOwn = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame === window.webContents.mainFrame && senderFrame.url.startsWith(pageOrigin);
  for (const verb of Object.keys(verbs) as Verb[]) {
    ipcMain.handle(verbChannel(verb), (event, request: unknown) =>
      isOwn(event) ? answer(lab, verb, request) : refusal(verb),
    );
  }
  ipcMain.on(droppedChannel, (event, paths: unknown) => {
    if (isOwn(event) && isTexts(paths)) onDropped(paths);
  });
}

function refusal(verb: Verb): Envelope<never> {
  return { ok: false, failure: failureOf(new LabError("senderRefused", { verb })) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
