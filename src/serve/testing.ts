import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { join, resolve } from "node:path";
import { WebSocket } from "ws";
import { fromBytes, toBytes } from "../contract/bytes";
import type { Envelope } from "../contract/contract";
import { nodeLauncher } from "../execution/workers";
import { Lab } from "../lab/lab";
import { built } from "../lab/testing";
import type { ToLab, ToPage } from "../contract/frames";
import { givenFolders, onlyIn, serveLab, type Served, type ServeOptions } from "./serve";

/** For tests only: a real lab behind a real web server, and a client that speaks as a page does, or as an attacker. */
export interface TestServer {
  readonly lab: Lab;
  /** Without the token. */
  readonly origin: string;
  readonly cookie: string;
  readonly served: Served;
  close(): Promise<void>;
}

export async function openServer(folder: string, options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const given = givenFolders.map((name) => join(folder, name));
  for (const path of given) mkdirSync(path, { recursive: true });
  const { data } = options;
  const mayRead = onlyIn([...given, ...(data === undefined ? [] : [data])]);
  const lab = new Lab({
    launch: nodeLauncher(built("trainer.cjs")),
    version: "test",
    database: join(folder, "lab.sqlite"),
    mayRead,
  });
  const page = resolve("dist", "renderer");
  const licences = resolve("dist", "THIRD-PARTY-LICENCES.txt");
  const usual = {
    folder,
    page,
    licences,
    host: "127.0.0.1",
    port: 0,
    mostGigabytes: 1,
    mostSharedGigabytes: 1,
  };
  const served = await serveLab({ lab, mayRead, ...usual, ...options }).catch((error: unknown) => {
    lab.close();
    throw error;
  });
  const { origin, port, searchParams } = new URL(served.address);
  return {
    lab,
    origin,
    cookie: `dropout-lab-${port}=${searchParams.get("token")}`,
    served,
    async close() {
      await served.close();
      lab.close();
    },
  };
}

export interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** A request as an attacker sends it: no library tidies the path or the headers. */
export function askAsAttacker({ path, method = "GET", headers = {}, body }: Asked, to: string) {
  const { hostname, port, protocol } = new URL(to);
  const request = protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      request({ hostname, port, path, method, headers, rejectUnauthorized: false }, (answer) => {
        let text = "";
        answer.on("data", (part) => (text += part));
        answer.on("end", () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
      })
        .on("error", reject)
        .end(body);
    },
  );
}

/** A page's end of the WebSocket. */
export class TestPage {
  readonly frames: ToPage[] = [];
  /** Answers the lab's questions for files. */
  onAsk: ((id: number) => void) | null = null;
  private readonly waiting = new Set<() => void>();
  private calls = 0;

  private constructor(readonly socket: WebSocket) {
    socket.binaryType = "arraybuffer";
    socket.setMaxListeners(0);
    socket.on("message", (data: ArrayBuffer) => {
      const frame = fromBytes(new Uint8Array(data)) as ToPage;
      if (frame.type === "ask" && this.onAsk) this.onAsk(frame.id);
      this.frames.push(frame);
      for (const look of this.waiting) look();
    });
  }

  static async connect({ origin, cookie }: TestServer): Promise<TestPage> {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/lab`, {
      headers: { Cookie: cookie },
      origin,
    });
    const page = new TestPage(socket);
    await once(socket, "open");
    return page;
  }

  send(frame: ToLab): void {
    this.socket.send(toBytes(frame));
  }

  async call(verb: string, request: unknown): Promise<Envelope<unknown>> {
    const id = ++this.calls;
    this.send({ type: "call", id, verb, request });
    const answer = await this.first((frame) => frame.type === "answer" && frame.id === id);
    this.frames.splice(this.frames.indexOf(answer), 1);
    return (answer as ToPage & { type: "answer" }).envelope;
  }

  /** The first frame that fits, of those that came and will come. */
  first(fits: (frame: ToPage) => boolean): Promise<ToPage> {
    return new Promise((resolve, reject) => {
      this.socket.once("close", () => reject(new Error("The lab has closed the connection.")));
      const look = () => {
        const found = this.frames.find(fits);
        if (!found) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }
}
