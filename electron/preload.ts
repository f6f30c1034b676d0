import { contextBridge, ipcRenderer, webUtils } from "electron";
import { type EventName, events, type LabBridge, type Verb, verbs } from "../src/contract/contract";
import { droppedChannel, eventChannel, pastedChannel, verbChannel } from "./channels";

/** One function per verb of the contract; there is no generic send. */
const verbFunctions = Object.fromEntries(
  (Object.keys(verbs) as Verb[]).map((verb) => [
    verb,
    (request: unknown) => ipcRenderer.invoke(verbChannel(verb), request) as Promise<unknown>,
  ]),
);

const on: LabBridge["on"] = (event, listener) => {
  if (!isEvent(event)) throw new Error(`The lab has no event "${String(event)}".`);
  // The listener must not get the IPC event, whose sender gives access to every channel.
  const forward = (_event: unknown, ...told: Parameters<typeof listener>) => listener(...told);
  ipcRenderer.on(eventChannel(event), forward);
  return () => void ipcRenderer.off(eventChannel(event), forward);
};

function isEvent(name: unknown): name is EventName {
  return typeof name === "string" && Object.hasOwn(events, name);
}

contextBridge.exposeInMainWorld("lab", { ...verbFunctions, on });

/** Electron 32 replaced `File.path` by `webUtils`; the oldest supported Electron (22) has only `File.path`. */
function pathOf(file: File & { path?: string }): string {
  const utilities = webUtils as typeof webUtils | undefined;
  return utilities?.getPathForFile(file) ?? file.path ?? "";
}

// The preload script takes dropped files, so that the page never learns or names a path. It ignores events that a
// script made (they are not trusted), and files that a script made have no path.
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  const paths = Array.from(event.dataTransfer?.files ?? [], pathOf).filter((path) => path !== "");
  if (event.isTrusted && paths.length > 0) ipcRenderer.send(droppedChannel, paths);
});

// Cells of a spreadsheet, or files, that are pasted anywhere but into a field.
window.addEventListener("paste", (event) => {
  if (!event.isTrusted || isField(event.target)) return;
  const paths = Array.from(event.clipboardData?.files ?? [], pathOf).filter((path) => path !== "");
  if (paths.length > 0) ipcRenderer.send(droppedChannel, paths);
  else ipcRenderer.send(pastedChannel, event.clipboardData?.getData("text/plain") ?? "");
});

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
}
