import type { ToldNetwork } from "../contract/contract";
import type { NetworkReading } from "../interchange/read/read-text";

/** What was read, as it crosses to a page. */
export function toldNetwork(reading: NetworkReading): ToldNetwork {
  const { read, training, evaluation, isWhole = false, notes } = reading;
  return {
    layers: read.map(({ layer, line }) => ({ layer, line: line ?? null })),
    training,
    ...(evaluation && { evaluation }),
    isWhole,
    notes: toldNotes(notes),
  };
}

export function toldNotes(notes: NetworkReading["notes"]): ToldNetwork["notes"] {
  return notes.map(({ code, parameters, line }) => ({ code, parameters, line: line ?? null }));
}
