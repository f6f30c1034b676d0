import type { Experiment } from "../../experiment/schema";
import type { NetworkReading } from "./read-text";

/** A document with a network that was read, and with what the text says of its training. */
export function withReading<Document extends Pick<Experiment, "network" | "training">>(
  document: Document,
  { layers, training }: NetworkReading,
): Document {
  return { ...document, network: { layers: [...layers] }, training: { ...document.training, ...training } };
}
