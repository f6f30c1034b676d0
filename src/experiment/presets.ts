import type { ExperimentInput } from "./schema";

/** A ready experiment. Its title and description for the window are in the renderer's texts, by the same id. */
export interface Preset {
  /** One line for the terminal. */
  readonly description: string;
  readonly document: ExperimentInput;
  /** Fields of `data` that hold a file's path and are empty here: whoever uses the preset supplies them. */
  readonly files: readonly ("images" | "labels" | "path")[];
}
