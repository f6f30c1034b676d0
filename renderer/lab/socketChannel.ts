import { fromBytes, toBytes } from "../../src/contract/bytes";
import type { Channel, ChannelState, SentEvent } from "../../src/contract/channel";
import type { Envelope, Request, Response, Verb } from "../../src/contract/contract";
import { LabError } from "../../src/messages/failure";
import { aliveMs, type AskedFiles, type Chosen, type ToLab, type ToPage } from "../../src/contract/frames";
import { connection } from "./connection";

/** What the lab asks of the page itself. */
export interface PageShell {
  /** Lets the person choose files, and uploads them; null if they choose none. */
  choose(files: AskedFiles): Promise<Chosen | null>;
  download(address: string, name: string): void;
}

/** A page's way to tell the lab what the person brought. */
export interface Bringing {
  dropped(upload: string): void;
  pasted(text: string): void;
}

/** Milliseconds between attempts to connect: twice as long each time. */
const soonestMs = 300;
const latestMs = 10_000;

/**
 * The lab behind a web server, as a channel over one WebSocket. A connection that is lost comes back by itself: after sleep, another
 * network, or a new start of the lab.
 */
export function socketChannel(shell: PageShell): { readonly channel: Channel; readonly bringing: Bringing } {
  const listeners = new Set<(event: SentEvent) => void>();
  const watchers = new Set<(state: ChannelState) => void>();
  const waiting = new Map<number, { done: (answer: Envelope<never>) => void; lost: () => void }>();
  let socket: WebSocket | null = null;
  let state: ChannelState = "lost";
  let lastCall = 0;
  let pause = soonestMs;
  let again = 0;
  let silence = 0;

  function become(next: ChannelState): void {
    if (next === state) return;
    state = next;
    if (next === "open") connection.value = "open";
    for (const watcher of watchers) watcher(next);
  }

  function connect(): void {
    window.clearTimeout(again);
    const address = new URL("/lab", window.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const opened = new WebSocket(address);
    opened.binaryType = "arraybuffer";
    socket = opened;
    opened.onopen = () => {
      pause = soonestMs;
      listenForSilence();
      become("open");
    };
    opened.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      listenForSilence();
      take(fromBytes(new Uint8Array(data)) as ToPage);
    };
    opened.onclose = () => {
      if (socket === opened) lose();
    };
  }

  function lose(): void {
    window.clearTimeout(silence);
    socket?.close();
    socket = null;
    for (const { lost } of waiting.values()) lost();
    waiting.clear();
    if (connection.value === "open") connection.value = "lost";
    become("lost");
    void seeWhy();
    again = window.setTimeout(connect, pause);
    pause = Math.min(2 * pause, latestMs);
  }

  /** A WebSocket does not tell why it was refused; a request does. */
  async function seeWhy(): Promise<void> {
    const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
    if (state === "lost" && answer) connection.value = answer.status === 401 ? "refused" : "lost";
  }

  /** A machine that slept, or another network: the connection looks open, and nothing comes. */
  function listenForSilence(): void {
    window.clearTimeout(silence);
    silence = window.setTimeout(lose, 3 * aliveMs);
  }

  function take(frame: ToPage): void {
    if (frame.type === "events") {
      for (const event of frame.events) for (const listener of listeners) listener(event);
    } else if (frame.type === "answer") {
      waiting.get(frame.id)?.done(frame.envelope as Envelope<never>);
      waiting.delete(frame.id);
    } else if (frame.type === "ask") void choose(frame.id, frame.files);
    else if (frame.type === "download") shell.download(`/downloads/${frame.id}`, frame.name);
  }

  async function choose(id: number, files: AskedFiles): Promise<void> {
    const chosen = await shell.choose(files).catch(() => null);
    if (state === "open") send({ type: "chosen", id, chosen });
  }

  function send(frame: ToLab): void {
    socket?.send(toBytes(frame) as Uint8Array<ArrayBuffer>);
  }

  window.addEventListener("online", () => {
    if (state === "lost") connect();
  });
  connect();

  return {
    channel: {
      call<V extends Verb>(verb: V, request: Request<V>) {
        return new Promise<Envelope<Response<V>>>((done, reject) => {
          const lost = () => reject(new LabError("connectionLost"));
          if (state === "lost") return lost();
          const id = ++lastCall;
          waiting.set(id, { done: done as (answer: Envelope<never>) => void, lost });
          send({ type: "call", id, verb, request });
        });
      },
      listen(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      watch(watcher) {
        watchers.add(watcher);
        watcher(state);
        return () => void watchers.delete(watcher);
      },
    },
    bringing: {
      dropped: (upload) => send({ type: "dropped", upload }),
      pasted: (text) => send({ type: "pasted", text }),
    },
  };
}
