import { app, type Session, session } from "electron";
import { pageOrigin } from "./page-files";

/**
 * What no page of the lab may do. Each refusal answers a threat: text from a file or a dropped document that became
 * markup and now tries to reach the network, another page, or the machine.
 */
export function lockDown(): void {
  refuseNetwork(session.defaultSession);
  refusePermissions(session.defaultSession);
  app.on("web-contents-created", (_event, contents) => {
    // A page that navigated elsewhere would keep the bridge of the preload script.
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    // A webview would be a page with preferences of the attacker's choice.
    contents.on("will-attach-webview", (event) => event.preventDefault());
    // A new window would be a page outside this list.
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** The lab promises to make no request: only its own files load, whatever the page requests. */
function refuseNetwork(from: Session): void {
  // Chromium's spell checker fetches dictionaries by itself, whatever the window's preferences are.
  from.setSpellCheckerEnabled(false);
  from.setSpellCheckerLanguages([]);
  const own = (url: string) => url.startsWith(pageOrigin) || /^(data|blob|devtools):/.test(url);
  from.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !own(url) }));
}

/** Camera, notifications, clipboard reading, …: the lab needs none. */
function refusePermissions(from: Session): void {
  from.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  from.setPermissionCheckHandler(() => false);
}
