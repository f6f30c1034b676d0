import type { EventName, Verb } from "../src/contract/contract";

/** The names on the wire between preload and main, derived from the contract. */
export const verbChannel = (verb: Verb) => `lab:verb:${verb}`;
export const eventChannel = (event: EventName) => `lab:event:${event}`;
/** Preload tells main the paths of files that the person dropped; no verb, because pages must not name paths. */
export const droppedChannel = "lab:dropped";
/** Preload tells main the text that the person pasted where nothing takes text. */
export const pastedChannel = "lab:pasted";
