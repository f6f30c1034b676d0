/** A file of a model: its path below the model's folder, with slashes. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}
