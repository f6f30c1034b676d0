import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from "electron";
import { type Envelope, type LabVerbs, type Verb, verbs } from "../src/contract/contract";
import type { Position } from "../src/contract/feed";
import { answer } from "../src/transport/gate";
import { type Failure, failureOf, LabError } from "../src/messages/failure";
import { droppedChannel, pastedChannel, verbChannel } from "./channels";
import { pageOrigin } from "./page-files";

export interface Gate {
  readonly window: BrowserWindow;
  readonly lab: LabVerbs;
  /** Of the lab's events. */
  readonly positionNow: () => Position;
  /** Called with the paths of files that the person dropped onto the window. */
  readonly onDropped: (paths: string[]) => void;
  /** Called with text that the person pasted where nothing takes text. */
  readonly onPasted: (text: string) => void;
  /** Called with each failure that the lab's own page got as an answer. */
  readonly onFailure: (verb: Verb, failure: Failure) => void;
}

/**
 * The only way from a page into main. A foreign frame that got the preload script, or the lab's own frame after a
 * navigation, gets a refusal and never reaches a handler.
 */
export function openGate({ window, lab, positionNow, onDropped, onPasted, onFailure }: Gate): void {
  const isOwn = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame === window.webContents.mainFrame && senderFrame.url.startsWith(pageOrigin);
  let underWay = 0;
  for (const verb of Object.keys(verbs) as Verb[]) {
    ipcMain.handle(verbChannel(verb), async (event, request: unknown) => {
      if (!isOwn(event)) return refusal(new LabError("senderRefused", { verb }));
      if (underWay >= mostUnderWay) return refusal(new LabError("tooManyRequests", { limit: mostUnderWay }));
      underWay++;
      try {
        const envelope = await answer(lab, verb, request, positionNow);
        if (!envelope.ok) onFailure(verb, envelope.failure);
        return envelope;
      } finally {
        underWay--;
      }
    });
  }
  ipcMain.on(droppedChannel, (event, paths: unknown) => {
    if (isOwn(event) && isTexts(paths)) onDropped(paths);
  });
  ipcMain.on(pastedChannel, (event, text: unknown) => {
    if (isOwn(event) && typeof text === "string") onPasted(text);
  });
}

/**
 * The most requests that wait for answers at the same time: the page needs a few, and main's memory must not fill up.
 */
const mostUnderWay = 1000;

function refusal(error: LabError): Envelope<never> {
  return { ok: false, failure: failureOf(error) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
