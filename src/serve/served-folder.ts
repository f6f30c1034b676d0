import type { Dirent } from "node:fs";
import { lstat, opendir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ServedEntry, ServedListing } from "../contract/frames";
import { LabError } from "../messages/failure";
import { onlyIn } from "./readable";
import { kindByName } from "./served-kind";

/** Entries that a page gets; who has more searches. */
const mostListed = 500;
/** Files and folders that a search looks at. */
const mostSearched = 200_000;
/** Entries by which a folder is known as one of pictures. */
const mostPeeked = 50;

interface Found {
  readonly name: string;
  readonly isFolder: boolean;
}

/** A folder of this machine whose files a page may choose, and never change. Links are not listed, and lead nowhere outside. */
export class ServedFolder {
  private readonly isInside: (path: string) => boolean;

  constructor(readonly folder: string) {
    this.isInside = onlyIn([folder]);
  }

  /**
   * @param path below the folder, with slashes; empty for the folder itself
   * @param search a part of names, in whatever case; then the folders below are looked through as well
   * @throws LabError `fileNotServed`
   */
  async list(path: string, search = ""): Promise<ServedListing> {
    const wanted = comparable(search);
    const { found, isWhole } = wanted === "" ? await this.in(path) : await this.search(path, wanted);
    found.sort(
      (one, other) => Number(other.isFolder) - Number(one.isFolder) || inOrder.compare(one.name, other.name),
    );
    const listed = await Promise.all(found.slice(0, mostListed).map((each) => this.entry(path, each)));
    return { entries: listed.flatMap((entry) => entry ?? []), count: found.length, isWhole };
  }

  /** The absolute path. @throws LabError `fileNotServed` */
  at(path: string): string {
    const full = join(this.folder, ...path.split("/"));
    if (!this.isInside(full)) throw notServed(path);
    return full;
  }

  private async in(path: string): Promise<{ found: Found[]; isWhole: boolean }> {
    try {
      const entries = await readdir(this.at(path), { withFileTypes: true });
      // It may have become a link meanwhile.
      this.at(path);
      return { found: entries.flatMap(shown), isWhole: true };
    } catch (error) {
      if (error instanceof LabError) throw error;
      // No folder, or one that this machine may not read.
      throw notServed(path);
    }
  }

  private async search(path: string, wanted: string): Promise<{ found: Found[]; isWhole: boolean }> {
    const found: Found[] = [];
    let seen = 0;
    const ways = [""];
    for (const way of ways) {
      if (seen >= mostSearched) return { found, isWhole: false };
      const inside = await this.in(`${path}/${way}`).catch((error: unknown) => {
        if (way === "") throw error;
        return { found: [] };
      });
      seen += inside.found.length;
      for (const { name, isFolder } of inside.found) {
        if (comparable(name).includes(wanted)) found.push({ name: way + name, isFolder });
        if (isFolder) ways.push(`${way}${name}/`);
      }
    }
    return { found, isWhole: true };
  }

  /** Null if it is gone by now. */
  private async entry(path: string, { name, isFolder }: Found): Promise<ServedEntry | null> {
    try {
      const place = join(this.at(path), ...name.split("/"));
      const { size, mtime } = await lstat(place);
      const kind = isFolder ? await kindOfFolder(place) : kindByName(name);
      return { name, kind, bytes: isFolder ? null : size, changed: mtime.toISOString() };
    } catch {
      return null;
    }
  }
}

const inOrder = new Intl.Collator("en", { numeric: true });

/** However accents are written, and in whatever case. */
function comparable(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

function shown(entry: Dirent): Found[] {
  if (entry.name.startsWith(".") || !(entry.isFile() || entry.isDirectory())) return [];
  return [{ name: entry.name, isFolder: entry.isDirectory() }];
}

/** By its first entries, and those of its first folder, because pictures often stand in a folder for each class. */
async function kindOfFolder(place: string): Promise<"folder" | "pictures"> {
  const first = await peek(place);
  const folder = first.find(({ isFolder }) => isFolder);
  const below = folder ? await peek(join(place, folder.name)) : [];
  const hasPicture = [...first, ...below].some(
    (each) => !each.isFolder && kindByName(each.name) === "picture",
  );
  return hasPicture ? "pictures" : "folder";
}

async function peek(place: string): Promise<Found[]> {
  const entries: Found[] = [];
  for await (const entry of await opendir(place)) {
    entries.push(...shown(entry));
    if (entries.length >= mostPeeked) break;
  }
  return entries;
}

function notServed(path: string): LabError {
  return new LabError("fileNotServed", { file: path.slice(-100) });
}
