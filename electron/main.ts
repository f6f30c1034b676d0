import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { app, type BrowserWindow, clipboard, dialog, Menu } from "electron";
import packageJson from "../package.json";
import type { SentEvent } from "../src/contract/channel";
import type { EventOf, ShellEventName } from "../src/contract/contract";
import { overBridge } from "../src/transport/bridge";
import { recognise } from "../src/documents/file-kind";
import { Files } from "../src/documents/file-references";
import { askForFaults } from "../src/execution/worker-client";
import { databaseFile, labFolder } from "../src/store/folders";
import { Lab } from "../src/lab/lab";
import { readLicences } from "../src/lab/licences";
import { failureOf, LabError } from "../src/messages/failure";
import { eventChannel } from "./channels";
import { chromiumPath } from "./chromium-path";
import { dialogVerbs } from "./dialogs";
import { OpenedDocuments } from "./documents";
import { openGate } from "./gate";
import { keepAwake } from "./keep-awake";
import { lockDown } from "./lockdown";
import { AppMenu } from "./menu";
import { RecentDocuments } from "./recent-documents";
import { registerPageScheme, servePage } from "./page-files";
import { placesIn } from "./places";
import { type Ask, chooseWayOut, openOrRescue } from "./rescue";
import { taskOf } from "./task";
import type * as terminal from "./terminal";
import { utilityLauncher } from "./trainer-launcher";
import { Updates } from "./updates/updates";
import { createWindow, showPage } from "./window";
import { windowFolder } from "./window-folder";
import { KeptWindowState } from "./window-state";

const places = placesIn(__dirname);

const task = taskOf(process.argv.slice(1 + (process.defaultApp ? placeOfProject() : 0)));
if (task.kind === "terminal") {
  // Loaded only if needed, because the window starts sooner without it.
  const { runInTerminal } = createRequire(__filename)(places.terminal) as typeof terminal;
  orGiveUp(runInTerminal(places, task.parameters));
} else {
  // The window's memory (language, set-up) lies in the lab's own folder, so that one folder holds everything.
  app.setPath("userData", chromiumPath(windowFolder(labFolder())));
  // Even if something in Chromium requested a host, its name could not be resolved.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  registerPageScheme();
  app.on("window-all-closed", () => app.quit());
  const documents = new OpenedDocuments(task.documents);
  if (documents.isFirst()) orGiveUp(boot(documents));
  else app.quit();
}

async function boot(documents: OpenedDocuments): Promise<void> {
  await app.whenReady();
  lockDown();
  servePage(places.page);
  // Electron's own menu has links to web pages. The lab's menu comes with its window.
  Menu.setApplicationMenu(null);
  const launch = utilityLauncher(places.trainer);
  const rescue = {
    // Of the folder that is the lab's then: the person may have chosen another.
    get file() {
      return databaseFile();
    },
    language: app.getLocale().startsWith("ko") ? "ko" : "en",
    ask,
    chooseFolder,
  } as const;
  const lab = await openOrRescue(
    () => new Lab({ launch, version: packageJson.version, onTraining: keepAwake() }),
    rescue,
  );
  if (!lab) return app.quit();
  app.on("will-quit", () => lab.close());
  // Only observes: an uncaught error continues to its usual handler.
  process.on("uncaughtExceptionMonitor", (error) => lab.noteFailure("main", failureOf(error)));
  const files = new Files();
  const recent = new RecentDocuments();
  const windowState = new KeptWindowState();
  const window = createWindow(places, windowState);
  const send = <E extends ShellEventName>(name: E, payload: EventOf<E>) =>
    tell(window, { name, payload, position: null } as SentEvent);
  const openFiles = async (paths: readonly string[]) => {
    const known = await Promise.all(paths.map((path) => recognise(path)));
    send("filesDropped", {
      files: known.map((told, place) => ({ file: files.hide(paths[place]!), ...told })),
    });
  };
  const updates = new Updates({
    window,
    configuration: app.isPackaged
      ? join(process.resourcesPath, "app-update.yml")
      : join(app.getAppPath(), "dev-app-update.yml"),
    updater: places.updater,
    settings: join(app.getPath("userData"), "updates.json"),
  });
  const menu = new AppMenu(window, rescue.language, recent, updates, {
    choose: (command) => send("menuChosen", { command }),
    open: (path) => void openFiles([path]),
  });
  openGate({
    window,
    lab: {
      ...overBridge(lab, files),
      ...dialogVerbs(window, lab, files, recent),
      showMenu: async (state) => {
        menu.show(state);
        return {};
      },
      getLicences: () => readLicences(places.licences),
      copyDiagnostics: async () => {
        const text = await lab.diagnostics();
        clipboard.writeText(text);
        return { text };
      },
    },
    positionNow: () => lab.events.position,
    onFailure: (verb, failure) => {
      // A page that was taken over may send any number of these.
      if (failure.code !== "badRequest") lab.noteFailure(verb, failure);
    },
    onDropped: (paths) => void openFiles(paths),
  });
  lab.events.onEach((event) => tell(window, event));
  let asked = false;
  const offerWayOut = async (detail: string | number) => {
    if (asked) return;
    asked = true;
    const failure = new LabError("databaseDamaged", { file: rescue.file, detail });
    const act = await chooseWayOut(failure, rescue, "goOn");
    if (!act) return;
    lab.close();
    act();
    app.relaunch();
    app.exit();
  };
  lab.events.on("storeUnavailable", ({ failure }) => {
    // Waiting does not help against damage.
    if (failure?.code === "databaseDamaged") void offerWayOut(failure.parameters["detail"] ?? "-");
  });
  await showPage(window);
  documents.showIn(window, (paths) => void openFiles(paths));
  if (updates.policy === "atStart") void updates.check(menu.language, false);

  // The window does not wait for it, because a large store takes seconds. If the check itself fails, the window stays
  // open.
  const [fault] = await askForFaults(launch, rescue.file).catch((error: unknown): string[] => {
    process.stderr.write(`The store was not checked: ${String(error)}\n`);
    return [];
  });
  if (fault !== undefined) await offerWayOut(fault);
}

/** A dialog of the system: there may be no page yet, and pages must not learn paths. */
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

/** A closed window gets no more events; the store has everything. */
function tell(window: BrowserWindow, { name, payload, position }: SentEvent): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel(name), payload, position);
}

/** In a source tree, the position of the project's folder among the parameters. */
function placeOfProject(): number {
  return process.argv.slice(1).findIndex((parameter) => resolve(parameter) === app.getAppPath()) + 1;
}

function orGiveUp(work: Promise<void>): void {
  work.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  });
}
