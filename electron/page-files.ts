import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { protocol } from "electron";

/**
 * The beginning of every address that the window may load; `file:` would be an origin shared with every other file.
 */
export const pageOrigin = "lab://page/";

/**
 * Gives the page its own origin, with the rules of a web page instead of a file's. Must run before the app is ready.
 * The page gets no privileges that it does not need (fetch, service workers, bypassing the content security policy).
 */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: "lab", privileges: { standard: true, secure: true } }]);
}

/**
 * Answers requests for the page's files only. Node reads them, because Chromium converts paths by the locale, and
 * with C or a missing locale it finds no folder whose name is not plain ASCII.
 * @param folder of the built page
 */
export function servePage(folder: string): void {
  // `protocol.handle`, its successor, came with Electron 25, and the lab still supports 22.
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

/** Rejects for an address outside the page, and for a missing file. */
async function readPageFile(folder: string, url: string): Promise<{ data: Buffer; mimeType: string }> {
  const path = pathInPage(url);
  if (path === null) throw new Error(`${url} is no address of the page`);
  const data = await readFile(join(folder, path));
  return { data, mimeType: types[extname(path)] ?? "application/octet-stream" };
}

/** Names of letters, digits, dots, hyphens and underscores only, so that no name leads out of the page's folder. */
const plainPath = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** @returns the file's path below the page's folder; null for an address outside the page */
export function pathInPage(url: string): string | null {
  if (!url.startsWith(pageOrigin)) return null;
  const path = url.slice(pageOrigin.length).replace(/[?#].*$/s, "");
  return plainPath.test(path) ? path : null;
}
