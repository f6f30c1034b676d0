import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { mapDataPaths } from "../data/kinds";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { fileReferenceSchema } from "../contract/contract";

/**
 * The files that the person chose, by reference. The window only gets references, so no script in it can learn where
 * a file lies or make the lab read another file.
 */
export class Files {
  private readonly paths = new Map<string, string>();
  private readonly references = new Map<string, string>();

  /** @param mayRead whether the page may make the lab read this file; by default any that it has a reference to */
  constructor(private readonly mayRead: (path: string) => boolean = () => true) {}

  /** The reference to a file; the same path always gets the same one. @param path absolute */
  hide(path: string): string {
    const known = this.references.get(path);
    if (known !== undefined) return known;
    const reference = `file:${randomBytes(8).toString("hex")}/${basename(path)}`;
    this.paths.set(reference, path);
    this.references.set(path, reference);
    return reference;
  }

  /** @throws LabError `fileNotGiven` for every reference that `hide` did not make, `fileNotServed` */
  reveal(reference: string): string {
    const path = this.paths.get(reference);
    if (path !== undefined && !this.mayRead(path))
      throw new LabError("fileNotServed", { file: basename(path) });
    if (path !== undefined) return path;
    const known = fileReferenceSchema.safeParse(reference).success;
    throw new LabError("fileNotGiven", { file: known ? basename(reference) : reference });
  }

  /** Replaces paths by references in a document for the window. */
  hidePaths<T extends { readonly data: DataConfig }>(document: T): T {
    return { ...document, data: mapDataPaths(document.data, (path) => this.hide(path)) };
  }

  /** Replaces references by paths in a document from the window. @throws LabError `fileNotGiven`, `fileNotServed` */
  revealPaths<T extends { readonly data: DataConfig }>(document: T): T {
    return { ...document, data: mapDataPaths(document.data, (reference) => this.reveal(reference)) };
  }
}
