import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { fileReferenceSchema } from "./contract";
import { mapDataPaths } from "./paths";

/**
 * The files that the person chose, by reference. The window gets references only, so whatever runs in it can neither
 * learn where a file lies nor make the lab read one that the person did not choose.
 */
export class Files {
  private readonly paths = new Map<string, string>();
  private readonly references = new Map<string, string>();

  /** The reference to a file; the same one each time. @param path absolute */
  hide(path: string): string {
    const known = this.references.get(path);
    if (known !== undefined) return known;
    const reference = `file:${randomBytes(8).toString("hex")}/${basename(path)}`;
    this.paths.set(reference, path);
    this.references.set(path, reference);
    return reference;
  }

  /** @throws LabError `fileNotGiven` for anything that `hide` did not give out. */
  reveal(reference: string): string {
    const path = this.paths.get(reference);
    if (path !== undefined) return path;
    const known = fileReferenceSchema.safeParse(reference).success;
    throw new LabError("fileNotGiven", { file: known ? basename(reference) : reference });
  }

  /** A document on its way to the window. */
  hidePaths<T extends { readonly data: DataConfig }>(document: T): T {
    return { ...document, data: mapDataPaths(document.data, (path) => this.hide(path)) };
  }

  /** A document from the window. @throws LabError `fileNotGiven` */
  revealPaths<T extends { readonly data: DataConfig }>(document: T): T {
    return { ...document, data: mapDataPaths(document.data, (reference) => this.reveal(reference)) };
  }
}
