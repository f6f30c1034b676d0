import { createRequire } from "node:module";
import { app, Menu } from "electron";
import { Files } from "../src/documents/file-references";
import { appPathsIn } from "./app-paths";
import { ownParameters } from "./command-line";
import { OpenedDocuments } from "./documents";
import { exitOnFailure } from "./exit-on-failure";
import { openGate } from "./gate";
import { lockDown } from "./lockdown";
import { AppMenu } from "./menu";
import { filesFor } from "./open-files";
import { openLab } from "./open-lab";
import { eventSender, shellEventSender } from "./page-events";
import { servePage } from "./page-files";
import { prepareApp } from "./prepare-app";
import { RecentDocuments } from "./recent-documents";
import { recoveryDialogs } from "./recovery-dialogs";
import { pageVerbs } from "./page-verbs";
import { DamageWatch } from "./store-damage";
import { taskOf } from "./task";
import type * as terminal from "./terminal";
import { utilityLauncher } from "./trainer-launcher";
import { updatesOf } from "./updates/updates-of";
import { createWindow, showPage } from "./window";
import { PersistedWindowState } from "./window-state";

const paths = appPathsIn(__dirname);
const task = taskOf(ownParameters());

if (task.kind === "terminal") {
  // Loaded only if needed, because the window starts sooner without it.
  const { runInTerminal } = createRequire(__filename)(paths.terminal) as typeof terminal;
  exitOnFailure(runInTerminal(paths, task.parameters));
} else {
  prepareApp();
  const documents = new OpenedDocuments(task.documents);
  if (documents.isFirst()) exitOnFailure(boot(documents));
  else app.quit();
}

async function boot(documents: OpenedDocuments): Promise<void> {
  await app.whenReady();
  lockDown();
  servePage(paths.page);
  // Electron's own menu has links to web pages. The lab's menu comes with its window.
  Menu.setApplicationMenu(null);

  const launch = utilityLauncher(paths.trainer);
  const dialogs = recoveryDialogs();
  const lab = await openLab(launch, dialogs);
  if (!lab) return app.quit();

  const window = createWindow(paths, new PersistedWindowState());
  const sendEvent = eventSender(window);
  const send = shellEventSender(sendEvent);
  const files = new Files();
  const { open, paste } = filesFor(files, send);
  const recent = new RecentDocuments();
  const updates = updatesOf(window, paths.updater);
  // Who allows it in the page's first moments means the next start.
  const checksNow = updates.policy === "atStart";
  const menu = new AppMenu(window, dialogs.language, recent, updates, {
    choose: (command) => send("menuChosen", { command }),
    open: (path) => open([path]),
  });
  openGate({
    window,
    lab: pageVerbs({ window, lab, files, recent, menu, licences: paths.licences }),
    positionNow: () => lab.events.position,
    onFailure: (verb, failure) => {
      // A page that was taken over may send any number of these.
      if (failure.code !== "badRequest") lab.noteFailure(verb, failure);
    },
    onDropped: open,
    onPasted: paste,
  });
  lab.events.onEach(sendEvent);
  const damage = new DamageWatch(lab, dialogs);

  await showPage(window);
  documents.showIn(window, open);
  if (checksNow) void updates.check(menu.language, false);
  await damage.checkFile(launch);
}
