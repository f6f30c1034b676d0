import type { SentEvent } from "./channel";
import type { Envelope } from "./contract";

/**
 * What a page in a browser and the lab behind it send each other over one WebSocket, each as the bytes of
 * bytes.ts. Everything that a page sends is `unknown` until it is read.
 */

/** What the page is asked to let the person choose. */
export interface AskedFiles {
  readonly folder: boolean;
  readonly many: boolean;
  /** Endings of the files that fit, without dots; all files where there are none. */
  readonly endings: readonly string[];
  /** Whether a folder of the lab's machine is offered too: `/served?path=…&search=…` lists it. */
  readonly served: boolean;
}

/** What the person chose: files that the page uploaded, or one below the folder that the lab's machine offers. */
export type Chosen = { readonly upload: string } | { readonly served: string };

/** What a name says of a file or folder; what is in it is read only once it is chosen. */
export type ServedKind =
  "folder" | "pictures" | "table" | "arrays" | "picture" | "archive" | "document" | "other";

/** A file or folder below the folder that the lab's machine offers. */
export interface ServedEntry {
  /** Its way from the listed folder, with slashes: more than a name where it was searched for. */
  readonly name: string;
  /** `folder`, or `pictures` for a folder that has some; else a file. */
  readonly kind: ServedKind;
  /** Null for a folder. */
  readonly bytes: number | null;
  /** When it was changed last, in ISO 8601. */
  readonly changed: string;
}

/** The answer to `/served?path=…&search=…`. */
export interface ServedListing {
  /** The first ones, folders before files. */
  readonly entries: readonly ServedEntry[];
  /** How many there are in all. */
  readonly count: number;
  /** Whether all of the folder was looked at; a search ends after very many files. */
  readonly isWhole: boolean;
}

export type ToPage =
  | { readonly type: "answer"; readonly id: number; readonly envelope: Envelope<unknown> }
  /** In their order. */
  | { readonly type: "events"; readonly events: readonly SentEvent[] }
  /** Choose files and upload them; `chosen` answers. */
  | { readonly type: "ask"; readonly id: number; readonly files: AskedFiles }
  /** A file waits under `/downloads/<id>`. */
  | { readonly type: "download"; readonly id: string; readonly name: string }
  /** Said every few seconds, so that a page notices a connection that is gone. */
  | { readonly type: "alive" };

export type ToLab =
  | { readonly type: "call"; readonly id: number; readonly verb: string; readonly request?: unknown }
  /** @property chosen null if the person chose none */
  | { readonly type: "chosen"; readonly id: number; readonly chosen: Chosen | null }
  | { readonly type: "dropped"; readonly upload: string }
  | { readonly type: "pasted"; readonly text: string };

/** Milliseconds between two `alive`. */
export const aliveMs = 10_000;

/** The largest frame, in bytes: the largest chart that can be saved, and what stands around it. */
export const mostFrameBytes = 60_000_000;
