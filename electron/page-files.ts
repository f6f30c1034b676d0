import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { protocol } from "electron";

/** Everything that the window may load begins with this; `file:` would be an origin shared with every file there is. */
export const pageOrigin = "lab://page/";

/**
 * Gives the page an origin of its own, with the rules of a web page instead of a file's. Before the app is ready.
 * Privileges that it does not need (fetch, service workers, a way past the content security policy) stay away.
 */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: "lab", privileges: { standard: true, secure: true } }]);
}

/**
 * Answers requests for the page's files, and for nothing else. Node reads them: Chromium converts a path by the locale, and
 * finds no folder whose name has other letters than ASCII where that is C, or is not installed.
 * @param folder of the built page
 */
export function servePage(folder: string): void {
  // `protocol.handle`, its successor, came with Electron 25; the oldest that the lab runs in is 22.
  protocol.registerBufferProtocol("lab", ({ url }, answer) => {
    readPageFile(folder, url).then(answer, () => answer({ error: errFileNotFound }));
  });
}

/** net::ERR_FILE_NOT_FOUND */
const errFileNotFound = -6;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Rejects for an address that is none of the page's, and where there is no such file. */
async function readPageFile(folder: string, url: string): Promise<{ data: Buffer; mimeType: string }> {
  const path = pathInPage(url);
  if (path === null) throw new Error(`${url} is no address of the page`);
  const data = await readFile(join(folder, path));
  return { data, mimeType: types[extname(path)] ?? "application/octet-stream" };
}

/** Names of letters, digits, dots, hyphens and underscores only: nothing that could lead out of the page's folder. */
const plainPath = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** @returns the way of the file below the page's folder; null for an address that is none of the page's */
export function pathInPage(url: string): string | null {
  if (!url.startsWith(pageOrigin)) return null;
  const path = url.slice(pageOrigin.length).replace(/[?#].*$/s, "");
  return plainPath.test(path) ? path : null;
}
