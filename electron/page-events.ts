import type { BrowserWindow } from "electron";
import type { SentEvent } from "../src/contract/channel";
import type { EventOf, ShellEventName } from "../src/contract/contract";
import { eventChannel } from "./channels";

type SendEvent = (event: SentEvent) => void;
export type SendShellEvent = <E extends ShellEventName>(name: E, payload: EventOf<E>) => void;

/** Sends events to the window's page. A closed window gets no more; the store has everything. */
export function eventSender(window: BrowserWindow): SendEvent {
  return ({ name, payload, position }) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel(name), payload, position);
  };
}

/** For the shell's own events, which have no number among the lab's. */
export function shellEventSender(send: SendEvent): SendShellEvent {
  return (name, payload) => send({ name, payload, position: null } as SentEvent);
}
