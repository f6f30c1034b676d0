import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import { z } from "zod";
import { isFailureCode, LabError } from "../messages/failure";
import {
  checkpointPointerSchema,
  expectHash,
  expectRunName,
  fetchChecked,
  type PointedCheckpoint,
  type SharedCheckpoint,
  type SharedFiles,
  withOpened,
} from "./shared-files";

/** Waits between tries where a connection breaks, in milliseconds. */
const usualPauses = [500, 1000, 2000, 4000, 8000];
/** Without a byte for this time, a connection counts as broken. */
const idleMs = 60_000;
const mostAnswerBytes = 100_000;

interface Asked {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers?: Record<string, string>;
  /** Made anew at each try. */
  readonly body?: Uint8Array | Readable;
}

const answerSchema = z.looseObject({ ok: z.literal(true) });
const refusalSchema = z.looseObject({
  failure: z.looseObject({
    code: z.string(),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
});
const newestSchema = z.looseObject({
  checkpoint: z
    .looseObject({ fence: z.int().min(0) })
    .and(z.looseObject({ hash: z.string(), epoch: z.int() }))
    .nullable(),
});
const begunSchema = z.looseObject({ isThere: z.boolean(), offset: z.int().min(0) });
const countsSchema = z.looseObject({ counts: z.boolean() });

/** A connection that broke, or a server that is busy: worth another try. */
class Interruption extends Error {}

/**
 * The shared files of a `lab serve` on another machine. A connection that breaks is made again, and files go on where they
 * were, both ways.
 */
export class SharedFilesOverHttp implements SharedFiles {
  private readonly base: URL;
  private readonly pauses: readonly number[];
  private readonly trusted: { readonly ca?: string[] };

  /**
   * @param address of the lab, such as `https://lab.example.org`. @param token that `lab serve tokens` made
   * @param ca certificate authorities (PEM) that are trusted besides the usual ones. @param pauses between tries, in milliseconds
   * @throws LabError `sharedFilesAddress` for what is none; `sharedFilesNeedTls` where others could read the token
   */
  constructor(
    address: string,
    private readonly token: string,
    {
      ca,
      pauses = usualPauses,
    }: { readonly ca?: string | undefined; readonly pauses?: readonly number[] } = {},
  ) {
    this.base = addressOf(address);
    this.pauses = pauses;
    this.trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  }

  async put(file: string): Promise<string> {
    return withOpened(file, async ({ hash, size, read: readFrom }) => {
      await this.trying(async () => {
        const asked = json({ size });
        const begun = await this.expectOk(await this.answer({ method: "POST", path: hash, ...asked }));
        const { isThere, offset } = begunSchema.parse(begun);
        if (isThere) return;
        await this.expectOk(
          await this.answer({
            method: "PUT",
            path: hash,
            headers: { "Content-Length": String(size - offset), "Upload-Offset": String(offset) },
            body: readFrom(offset),
          }),
        );
      });
      return hash;
    });
  }

  async has(hash: string): Promise<boolean> {
    expectHash(hash);
    return this.trying(async () => {
      const answer = await this.answer({ method: "HEAD", path: hash });
      if (answer.status !== 404) await this.expectOk(answer, false);
      return answer.status === 200;
    });
  }

  async get(hash: string, to: string): Promise<void> {
    expectHash(hash);
    await this.trying(() => fetchChecked(hash, to, (from) => this.read(hash, from)));
  }

  async point(run: string, fence: number, checkpoint: SharedCheckpoint): Promise<boolean> {
    const path = `runs/${expectRunName(run)}/${fence}`;
    const asked = json(checkpointPointerSchema.parse(checkpoint));
    return this.trying(async () => {
      const answer = await this.expectOk(await this.answer({ method: "PUT", path, ...asked }));
      return countsSchema.parse(answer).counts;
    });
  }

  async newest(run: string): Promise<PointedCheckpoint | null> {
    const path = `runs/${expectRunName(run)}`;
    return this.trying(async () => {
      const answer = await this.expectOk(await this.answer({ method: "GET", path }));
      return newestSchema.parse(answer).checkpoint;
    });
  }

  async forget(run: string): Promise<void> {
    const path = `runs/${expectRunName(run)}`;
    await this.trying(async () => this.expectOk(await this.answer({ method: "DELETE", path })));
  }

  async remove(hash: string): Promise<void> {
    expectHash(hash);
    await this.trying(async () => this.expectOk(await this.answer({ method: "DELETE", path: hash })));
  }

  /** The lab that has the files sweeps them itself. */
  sweep(): Promise<void> {
    return Promise.resolve();
  }

  private async read(hash: string, from: number): Promise<Readable> {
    const message = await this.send({
      method: "GET",
      path: hash,
      headers: from > 0 ? { Range: `bytes=${from}-` } : {},
    });
    if (message.statusCode === 206) return interrupted(message);
    if (message.statusCode === 416) {
      message.resume();
      return Readable.from([]);
    }
    if (message.statusCode !== 200) {
      await this.expectOk(await read(message));
      throw new Interruption("an answer without a file");
    }
    // A proxy between may know no ranges.
    return from > 0 ? Readable.from(without(interrupted(message), from)) : interrupted(message);
  }

  private async answer(asked: Asked): Promise<Answer> {
    return read(await this.send(asked));
  }

  private send({ method, path, headers = {}, body }: Asked): Promise<IncomingMessage> {
    const request = this.base.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = request(
        new URL(`files/${path}`, this.base),
        {
          ...this.trusted,
          method,
          headers: { ...headers, Authorization: `Bearer ${this.token}` },
          timeout: idleMs,
        },
        resolve,
      );
      sent.on("timeout", () => sent.destroy(new Interruption("it did not answer in time")));
      sent.on("error", (error) => reject(interruptionOf(error)));
      if (body instanceof Readable) {
        // A server that refuses answers before it has everything; its answer tells more than the broken pipe.
        pipeline(body, sent).catch((error: unknown) => setTimeout(() => reject(interruptionOf(error)), 200));
      } else sent.end(body);
    });
  }

  /** @returns what a lab answered. @throws LabError as the lab said it; Interruption if it should be asked again */
  private async expectOk({ status, text }: Answer, hasText = true): Promise<unknown> {
    if (status === 200 && !hasText) return null;
    const content = parsed(text);
    if (status === 200 && answerSchema.safeParse(content).success) return content;
    if (status === 401 || status === 403) throw new LabError("sharedFilesRefused");
    const { failure } = refusalSchema.safeParse(content).data ?? {};
    if (failure && status < 500 && isFailureCode(failure.code))
      throw new LabError(failure.code, failure.parameters);
    throw new Interruption(`HTTP ${status}`);
  }

  private async trying<Found>(work: () => Promise<Found>): Promise<Found> {
    for (let tried = 0; ; tried++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Interruption)) throw error;
        const pause = this.pauses[tried];
        if (pause === undefined)
          throw new LabError("sharedFilesNotReached", { detail: error.message }, { cause: error });
        await wait(pause);
      }
    }
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function read(message: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of message as AsyncIterable<Buffer>) {
      parts.push(part);
      if ((bytes += part.length) > mostAnswerBytes) break;
    }
  } catch (error) {
    throw interruptionOf(error);
  }
  return { status: message.statusCode ?? 0, text: Buffer.concat(parts).toString() };
}

/** The content, whose end by a broken connection is told as one. */
function interrupted(message: IncomingMessage): Readable {
  const parts = async function* () {
    try {
      for await (const part of message as AsyncIterable<Buffer>) yield part;
    } catch (error) {
      throw interruptionOf(error);
    }
  };
  return Readable.from(parts());
}

async function* without(content: AsyncIterable<Buffer>, first: number): AsyncIterable<Buffer> {
  let left = first;
  for await (const part of content) {
    if (left < part.length) yield part.subarray(left);
    left = Math.max(0, left - part.length);
  }
}

function interruptionOf(error: unknown): Error {
  if (error instanceof Interruption) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // It would be no other at the next try.
  if (code !== undefined && /CERT|ISSUER|ALTNAME/.test(code))
    return new LabError("sharedFilesCertificate", { detail: code }, { cause: error });
  return new Interruption(code ?? message, { cause: error });
}

function json(content: object): Pick<Asked, "headers" | "body"> {
  const body = Buffer.from(JSON.stringify(content));
  return { body, headers: { "Content-Type": "application/json", "Content-Length": String(body.length) } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function addressOf(address: string): URL {
  let url: URL;
  try {
    url = new URL(`${address.replace(/\/+$/, "")}/`);
  } catch {
    throw new LabError("sharedFilesAddress", { address });
  }
  if (!["http:", "https:"].includes(url.protocol)) throw new LabError("sharedFilesAddress", { address });
  const isHere =
    url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
  if (url.protocol === "http:" && !isHere) throw new LabError("sharedFilesNeedTls", { address });
  return url;
}
