import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from "electron";
import type { Failure } from "../src/experiment/result";
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
  /** Told what the lab's own page was answered with in place of a value. */
  readonly onFailure: (verb: Verb, failure: Failure) => void;
}

/**
 * The only way from a page into main. A frame that somehow got the preload script, or the lab's own frame after it was
 * led elsewhere, gets a refusal and never reaches a handler.
 */
export function openGate({ window, lab, onDropped, onFailure }: Gate): void {
  const isOwn = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame === window.webContents.mainFrame && senderFrame.url.startsWith(pageOrigin);
  let underWay = 0;
  for (const verb of Object.keys(verbs) as Verb[]) {
    ipcMain.handle(verbChannel(verb), async (event, request: unknown) => {
      if (!isOwn(event)) return refusal(new LabError("senderRefused", { verb }));
      if (underWay >= mostUnderWay) return refusal(new LabError("tooManyRequests", { limit: mostUnderWay }));
      underWay++;
      try {
        const envelope = await answer(lab, verb, request);
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
}

/** Requests that wait for their answers at the same time: the page asks for a few, and main must not fill its memory. */
const mostUnderWay = 1000;

function refusal(error: LabError): Envelope<never> {
  return { ok: false, failure: failureOf(error) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
