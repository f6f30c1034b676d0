import { readFile } from "node:fs/promises";
import { getMimeType } from "hono/utils/mime";
import { filesAt } from "../platform/files-at";

export interface PageFile {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The page's own files by their path in an address. Nothing else can be asked for, whatever an address says. */
export async function pageFilesIn(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const { name, path } of (await filesAt(folder)) ?? []) {
    const bytes = await readFile(path);
    const content = name === "index.html" ? new TextEncoder().encode(connected(bytes.toString())) : bytes;
    files.set(name === "index.html" ? "/" : `/${name}`, {
      content: new Uint8Array(content),
      type: getMimeType(name) ?? "application/octet-stream",
    });
  }
  return files;
}

/** The window's policy allows no connection; a page in a browser has one, to the lab that served it. */
function connected(html: string): string {
  return html.replace("connect-src 'none'", "connect-src 'self'");
}
