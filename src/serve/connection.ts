import { z } from "zod";
import type { SentEvent } from "../contract/channel";
import { fromBytes, toBytes } from "../contract/bytes";
import type { LabVerbs } from "../contract/contract";
import type { Position } from "../contract/feed";
import { failureOf, type Failure, LabError } from "../messages/failure";
import { type AskedFiles, type Chosen, mostFrameBytes, type ToLab, type ToPage } from "../contract/frames";
import { answer } from "../transport/gate";

/** The end of a WebSocket to one page. */
export interface Socket {
  send(bytes: Uint8Array): void;
  /** Bytes that the network has not taken yet. */
  readonly waiting: number;
  /** @param code of RFC 6455 */
  close(code: number): void;
}

export interface Behind {
  /** What answers the page; made for each connection, because some verbs ask the person in front of it. */
  readonly verbs: (connection: Connection) => LabVerbs;
  readonly positionNow: () => Position;
  readonly onFailure: (verb: string, failure: Failure) => void;
  readonly onDropped: (connection: Connection, upload: string) => Promise<void>;
  readonly onPasted: (connection: Connection, text: string) => Promise<void>;
}

/** Requests of one page that wait for answers at the same time, as for the window. */
const mostUnderWay = 1000;
/** A page that takes nothing would fill the lab's memory; one that comes back asks for what it missed. */
const mostWaiting = 4 * mostFrameBytes;
/** Events of so many milliseconds share a frame: a message costs the page more than what is in it. */
const togetherMs = 50;

const upload = z.string().max(100);
const chosen = z.union([z.strictObject({ upload }), z.strictObject({ served: z.string().max(10_000) })]);
const frameSchema: z.ZodType<ToLab> = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("call"),
    id: z.int(),
    verb: z.string().max(100),
    request: z.unknown().optional(),
  }),
  z.strictObject({ type: z.literal("chosen"), id: z.int(), chosen: chosen.nullable() }),
  z.strictObject({ type: z.literal("dropped"), upload }),
  z.strictObject({ type: z.literal("pasted"), text: z.string() }),
]);

/** One page's connection. What it sends is `unknown` until a schema has read it; a page that sends anything else is cut off. */
export class Connection {
  private readonly verbs: LabVerbs;
  private underWay = 0;
  private asked: { readonly id: number; readonly answer: (chosen: Chosen | null) => void } | null = null;
  private lastAsked = 0;
  /** Events that wait for their frame. */
  private told: SentEvent[] = [];
  private telling: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly behind: Behind,
  ) {
    this.verbs = behind.verbs(this);
  }

  take(bytes: Uint8Array): void {
    let frame: ToLab;
    try {
      frame = frameSchema.parse(fromBytes(bytes));
    } catch {
      return this.socket.close(invalidPayload);
    }
    if (frame.type === "call") void this.call(frame);
    else if (frame.type === "dropped") void this.behind.onDropped(this, frame.upload);
    else if (frame.type === "pasted") void this.behind.onPasted(this, frame.text);
    else if (this.asked?.id === frame.id) this.asked.answer(frame.chosen);
  }

  /** What was told before goes first: an answer may know of it. */
  send(frame: ToPage): void {
    this.sendTold();
    this.sendNow(frame);
  }

  /** Sends the event within `togetherMs`, with those that come meanwhile. */
  tell(event: SentEvent): void {
    this.told.push(event);
    this.telling ??= setTimeout(() => this.sendTold(), togetherMs);
  }

  /**
   * Asks the person in front of the page for files.
   * @returns null if they chose none, or the page is gone
   * @throws LabError `dialogOpen`
   */
  async ask(files: AskedFiles): Promise<Chosen | null> {
    if (this.asked) throw new LabError("dialogOpen");
    const id = ++this.lastAsked;
    try {
      return await new Promise((resolve) => {
        this.asked = { id, answer: resolve };
        this.send({ type: "ask", id, files });
      });
    } finally {
      this.asked = null;
    }
  }

  /** Called when the page is gone. */
  end(): void {
    this.takeTold();
    this.asked?.answer(null);
  }

  private takeTold(): readonly SentEvent[] {
    const { told } = this;
    if (this.telling) clearTimeout(this.telling);
    this.telling = null;
    this.told = [];
    return told;
  }

  private sendTold(): void {
    const events = this.takeTold();
    if (events.length > 0) this.sendNow({ type: "events", events });
  }

  private sendNow(frame: ToPage): void {
    if (this.socket.waiting > mostWaiting) return this.socket.close(tryAgainLater);
    this.socket.send(toBytes(frame));
  }

  private async call({ id, verb, request }: ToLab & { type: "call" }): Promise<void> {
    if (this.underWay >= mostUnderWay) {
      const failure = failureOf(new LabError("tooManyRequests", { limit: mostUnderWay }));
      return this.send({ type: "answer", id, envelope: { ok: false, failure } });
    }
    this.underWay++;
    const envelope = await answer(this.verbs, verb, request, this.behind.positionNow);
    this.underWay--;
    // A page that was taken over may send any number of wrong requests.
    if (!envelope.ok && envelope.failure.code !== "badRequest") this.behind.onFailure(verb, envelope.failure);
    this.send({ type: "answer", id, envelope });
  }
}

const invalidPayload = 1007;
const tryAgainLater = 1013;
