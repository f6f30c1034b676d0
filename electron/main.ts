import { app, type BrowserWindow } from "electron";
import packageJson from "../package.json";
import { type EventName, type EventOf, events } from "../src/lab/contract";
import { overBridge } from "../src/lab/bridge";
import { Files } from "../src/lab/files";
import { Lab } from "../src/lab/lab";
import { eventChannel } from "./channels";
import { dialogVerbs } from "./dialogs";
import { openGate } from "./gate";
import { lockDown } from "./lockdown";
import { placesIn } from "./places";
import { utilityLauncher } from "./trainer-launcher";
import { createWindow, setMenu, showPage } from "./window";

const places = placesIn(__dirname);

// Were anything in Chromium to ask for a host after all, no name would be found for it.
app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
app.on("window-all-closed", () => app.quit());

async function boot(): Promise<void> {
  await app.whenReady();
  lockDown(places.pageFolderUrl);
  setMenu();
  const lab = new Lab({ launch: utilityLauncher(places.trainer), version: packageJson.version });
  app.on("will-quit", () => lab.close());
  const files = new Files();
  const window = createWindow(places);
  const send = <E extends EventName>(event: E, payload: EventOf<E>) => tell(window, event, payload);
  openGate({
    window,
    pageFolderUrl: places.pageFolderUrl,
    lab: { ...overBridge(lab, files), ...dialogVerbs(window, lab, files) },
    onDropped: (paths) => send("filesDropped", { files: paths.map((path) => files.hide(path)) }),
  });
  for (const event of Object.keys(events) as EventName[])
    lab.events.on(event, (payload) => send(event, payload));
  await showPage(window, places);
}

/** A window that has just been closed hears nothing more; the store has it all. */
function tell<E extends EventName>(window: BrowserWindow, event: E, payload: EventOf<E>): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel(event), payload);
}

boot().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  app.exit(1);
});
