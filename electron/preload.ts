import { contextBridge, ipcRenderer, webUtils } from "electron";
import { type EventName, events, type LabBridge, type Verb, verbs } from "../src/lab/contract";
import { droppedChannel, eventChannel, verbChannel } from "./channels";

/** One function a verb, as the contract lists them: no generic send. */
const verbFunctions = Object.fromEntries(
  (Object.keys(verbs) as Verb[]).map((verb) => [
    verb,
    (request: unknown) => ipcRenderer.invoke(verbChannel(verb), request) as Promise<unknown>,
  ]),
);

const on: LabBridge["on"] = (event, listener) => {
  if (!isEvent(event)) throw new Error(`The lab has no event "${String(event)}".`);
  // The listener must not see the IPC event: its sender would be a way to any channel.
  const forward = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
  ipcRenderer.on(eventChannel(event), forward);
  return () => void ipcRenderer.off(eventChannel(event), forward);
};

function isEvent(name: unknown): name is EventName {
  return typeof name === "string" && Object.hasOwn(events, name);
}

contextBridge.exposeInMainWorld("lab", { ...verbFunctions, on });

/** Electron 32 took `File.path` away and gave `webUtils`; the compatibility floor (22) has only the former. */
function pathOf(file: File & { path?: string }): string {
  const utilities = webUtils as typeof webUtils | undefined;
  return utilities?.getPathForFile(file) ?? file.path ?? "";
}

// Dropped files are taken here and not in the page, so that the page never learns or names a path. Events that a
// script made up are not trusted, and files that a script made up have no path.
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  const paths = Array.from(event.dataTransfer?.files ?? [], pathOf).filter((path) => path !== "");
  if (event.isTrusted && paths.length > 0) ipcRenderer.send(droppedChannel, paths);
});
